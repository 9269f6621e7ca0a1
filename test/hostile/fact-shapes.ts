import { headed, type Shape, times } from './shape.ts'

/** A patch of one file, whose hunks are given. */
function changing(path: string, hunks: string, mode = ''): string {
  const log = 'x\n\nSigned-off-by: A Developer <dev@example.org>\n---\n'
  const old = mode === '' ? `a/${path}` : '/dev/null'
  return headed(
    '',
    `${log}diff --git a/${path} b/${path}\n${mode}--- ${old}\n+++ b/${path}\n${hunks}`,
  )
}

const judged = { patches: 1, files: null } as const

/** Patches of one kind all over, each line of which verbs compare with the others. */
export const factShapes: readonly Shape[] = [
  {
    name: '4,000 fields of ID registers',
    size: 4000,
    make: (n) =>
      changing(
        'arch/arm64/kvm/sys_regs.c',
        `@@ -1 +1,${n + 1} @@ u64 read_sanitised_id_x(void)\n {\n${times(n, (i) => `+\tval |= ID_AA64PFR${i}_CSV;\n`)}`,
      ),
    limit: 'too-many-places',
    seconds: 4,
    ...judged,
  },
  {
    name: '4,000 table rows that nothing closes',
    size: 4000,
    make: (n) =>
      changing(
        'arch/arm64/kvm/sys_regs.c',
        `@@ -1 +1,${n + 1} @@ static const struct sys_reg_desc sys_reg_descs[] = {\n \n${times(n, (i) => `+\t{ SYS_DESC(SYS_X${i}), access_x\n`)}`,
      ),
    seconds: 4,
    ...judged,
  },
  {
    name: '4,000 names of the uapi that go',
    size: 4000,
    make: (n) =>
      changing(
        'include/uapi/linux/kvm.h',
        `@@ -1,${n + 1} +1 @@\n \n${times(n, (i) => `-#define KVM_CAP_X${i} ${i}\n`)}`,
      ),
    seconds: 4,
    ...judged,
  },
  {
    name: '2,000 numbers of the uapi that change',
    size: 2000,
    make: (n) =>
      changing(
        'include/uapi/linux/x.h',
        times(
          n,
          (i) => `@@ -${i * 9 + 1},2 +${i * 9 + 1},2 @@\n \n-#define X_${i} 1\n+#define X_${i} 2\n`,
        ),
      ),
    seconds: 4,
    ...judged,
  },
  {
    name: '4,000 functions that nobody calls',
    size: 4000,
    make: (n) =>
      changing(
        'drivers/x/x.c',
        `@@ -0,0 +1,${n} @@\n${times(n, (i) => `+static int foo_${i}_baz(void) { return 0; }\n`)}`,
        'new file mode 100644\n',
      ),
    seconds: 4,
    ...judged,
  },
  {
    name: 'a resource that is looked up and mapped 100 times, in front of 20,000 calls',
    size: 20_000,
    make: (n) =>
      changing(
        'drivers/x/x.c',
        `@@ -1,3 +1,${n + 203} @@\n int f(struct platform_device *pdev)\n {\n${times(100, () => '+\tres = platform_get_resource(pdev, IORESOURCE_MEM, 0);\n+\tbase = devm_ioremap_resource(dev, res);\n')}${times(n, (i) => `+\tlamp_on(base, ${i});\n`)} }\n`,
      ),
    seconds: 4,
    ...judged,
  },
]
