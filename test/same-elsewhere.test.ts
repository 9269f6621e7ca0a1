import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTree } from '../src/sources/tree.ts'
import { saidBy } from './said-by.ts'

const top = mkdtempSync(join(tmpdir(), 'lorelint-same-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** A file of the tree with one handler that checks, and what to add to it. */
function handlers(
  path: string,
  known: string,
  added: string,
  registers: readonly [string, string],
) {
  const body = (name: string): readonly string[] => [
    `static bool access_${name}(struct kvm_vcpu *vcpu, struct sys_reg_params *p,`,
    '\t\t\t   const struct sys_reg_desc *r)',
    '{',
    '\tif (check_pmu_access_disabled(vcpu, ARMV8_PMU_USERENR_EN))',
    '\t\treturn false;',
    '',
    '\treturn true;',
    '}',
  ]
  const row = (name: string, reg: string): string => `\t{ SYS_DESC(SYS_${reg}), access_${name} },`
  const head = [
    '#define SYS_DESC(reg) .name = #reg',
    'static bool check_pmu_access_disabled(struct kvm_vcpu *vcpu, u64 flags)',
    '{',
    '\treturn !vcpu_mode_priv(vcpu);',
    '}',
  ]
  const table = ['', 'static const struct sys_reg_desc descs[] = {']
  const old = [...head, ...body(known), ...table, row(known, registers[0]), '};']
  mkdirSync(dirname(join(top, path)), { recursive: true })
  writeFileSync(join(top, path), `${old.join('\n')}\n`)
  const at = head.length + body(known).length
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${at},1 +${at},${body(added).length + 1} @@`,
    ' }',
    ...body(added).map((line) => `+${line}`),
    `@@ -${at + 2},3 +${at + 2 + body(added).length},4 @@`,
    ' static const struct sys_reg_desc descs[] = {',
    ` ${row(known, registers[0])}`,
    `+${row(added, registers[1])}`,
    ' };',
  ].join('\n')
}

test('each patch of a series is told of the functions in the files it changes', async () => {
  const first = handlers('arch/arm64/kvm/one.c', 'one', 'new_one', ['PMINTENSET_EL1', 'PMMIR_EL1'])
  const second = handlers('arch/arm64/kvm/two.c', 'two', 'new_two', ['AFSR0_EL1', 'AFSR1_EL1'])
  const says = saidBy('kvm-arm64/undef-at-el0')
  const said = await says([{ diff: first }, { diff: second }], openTree(top))
  const named = said.map(({ text }) => /Same goes for (\w+)/.exec(text.replaceAll('\n', ' '))?.[1])
  expect(named).toEqual(['access_one', 'access_two'])
})
