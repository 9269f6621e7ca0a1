import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Comment, lint, loadRules, type RawMail, type Report } from '../src/index.ts'
import { jsonReport } from '../src/report/json.ts'
import { mailReport } from '../src/report/mail.ts'
import { openInput } from '../src/sources/open.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const folder = fileURLToPath(new URL('../mbox-fixtures/', import.meta.url))
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mbox'))
  .map((file) => file.slice(0, -'.mbox'.length))

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))

async function* mailsOf(fixtures: readonly string[]): AsyncGenerator<RawMail, void, void> {
  const nothing = { stdin: null, since: null, until: null, msgid: null, repo: null }
  for (const name of fixtures) yield* openInput(`${name}.mbox`, { ...nothing, cwd: folder })
}

const TOOL = { name: 'lorelint', version: 'test' }

function setOf() {
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  return loaded.set
}

async function reportOn(...fixtures: readonly string[]): Promise<Report> {
  return lint(mailsOf(fixtures), {
    tool: TOOL,
    set: setOf(),
    tree: null,
    only: [],
    skip: [],
    nursery: false,
    quoted: 'auto',
    progress: () => {},
  })
}

/** What a person gets to see: the draft reply, and what was wrong with the mail. */
function shown(report: Report): string {
  const problems = [...report.reviews.flatMap((review) => review.problems), ...report.problems]
  const lines = problems.map(({ code, what }) => `${code}: ${what}\n`)
  const text = [
    mailReport(report, { from: null }),
    ...(lines.length > 0 ? ['--- problems\n'] : []),
    ...lines,
  ].join('')
  return text === '' ? '(silent)\n' : text
}

describe('what is said about each fixture', () => {
  test.each(names)('%s', async (name) => {
    const said = shown(await reportOn(name))
    const file = join(folder, `${name}.expect`)
    const expected = existsSync(file) ? readFileSync(file, 'utf8') : null
    if (process.env['UPDATE'] === '1' && said !== expected) {
      writeFileSync(file, said)
      process.stderr.write(`rewrote mbox-fixtures/${name}.expect\n`)
      return
    }
    expect(said).toBe(expected)
  })

  test('no expectation is left of a fixture that is gone', () => {
    const expectations = readdirSync(folder).filter((file) => file.endsWith('.expect'))
    expect(expectations.toSorted()).toEqual(names.map((name) => `${name}.expect`).toSorted())
  })
})

type Said = readonly [rule: string, path: string, side: string, quote: string]

function placeOf({ rule, anchor }: Comment): Said {
  if (anchor.kind === 'line')
    return [rule.id, anchor.path ?? '?', anchor.side, anchor.quote.trimStart()]
  if (anchor.kind === 'trailer') return [rule.id, '', 'log', `${anchor.key}: ${anchor.value}`]
  return [rule.id, '', anchor.kind, '']
}

async function check(fixture: string, expected: readonly Said[]): Promise<void> {
  const report = await reportOn(fixture)
  expect(report.reviews.flatMap((review) => review.comments).map(placeOf)).toEqual(expected)
}

const pmu = 'arch/arm64/kvm/pmu-emul.c'
const table = 'arch/arm64/kvm/sys_regs.c'
const aboutV1: readonly Said[] = [
  ['stable/not-a-bugfix', '', 'log', 'Cc: stable@vger.kernel.org'],
  ['process/one-change-per-patch', pmu, 'old', 'u64 val = __compute_pmceid(pmu, 1);'],
  [
    'kvm/guest-visible-change-needs-opt-in',
    pmu,
    'old',
    'val &= ~(BIT_ULL(ARMV8_PMUV3_PERFCTR_STALL_SLOT - 32) |',
  ],
  ['kvm-arm64/undef-at-el0', table, 'new', 'if (check_pmu_access_disabled(vcpu, 0))'],
  [
    'kvm/guest-visible-change-needs-opt-in',
    table,
    'new',
    'p->regval = host_pmu->reg_pmmir & ARMV8_PMU_SLOTS;',
  ],
  ['kvm/userspace-restores-old-value', table, 'new', '{ SYS_DESC(SYS_PMMIR_EL1), access_pmmir },'],
]

describe('the patch this project grew from', () => {
  test('v1 gets what its maintainer said, each on its line', async () => {
    await check('pmmir-exposed-to-guests-v1', aboutV1)
  })

  test('v1: the default PMU is named as the source of the value', async () => {
    const report = await reportOn('pmmir-exposed-to-guests-v1')
    const comments = report.reviews.flatMap((review) => review.comments)
    const source = comments.filter(({ text }) => text.includes('KVM_ARM_VCPU_INIT'))
    expect(source.map(({ bindings }) => bindings)).toEqual([
      { REG: 'PMMIR_EL1', WAS: 'RAZ/WI', SOURCE: 'host_pmu' },
    ])
  })

  test('v2, split and behind a vCPU feature, gets none of it', async () => {
    await check('pmmir-behind-a-vcpu-feature-v2', [])
  })

  test('a quoted review of v1 gets the same rules, on the lines it still shows', async () => {
    // The hunk with the table row was cut away, so the last rule points at the store.
    // The archive hides the host of the stable list.
    const quoted = aboutV1.map((said): Said => {
      const [rule, path, side] = said
      if (rule === 'stable/not-a-bugfix') return [rule, path, side, 'Cc: stable@xxxxxxxxxxxxxxx']
      return rule === 'kvm/userspace-restores-old-value'
        ? [rule, path, side, 'p->regval = host_pmu->reg_pmmir & ARMV8_PMU_SLOTS;']
        : said
    })
    await check('review-quotes-a-damaged-patch', quoted)
  })

  test('the damage of the quoted patch is told', async () => {
    const report = await reportOn('review-quotes-a-damaged-patch')
    const codes = report.reviews.flatMap((review) => review.problems.map(({ code }) => code))
    expect(new Set(codes)).toEqual(
      new Set([
        'address-hidden',
        'context-blank-lost',
        'hunk-header-missing',
        'hunk-lines-missing',
        'path-from-diffstat',
        'tabs-collapsed',
      ]),
    )
  })
})

test('a series says which of its patches never came', async () => {
  const { reviews } = await reportOn('series-with-a-missing-patch')
  expect(reviews.map(({ series }) => [series.patches, series.expected, series.missing])).toEqual([
    [2, 3, [2]],
  ])
})

describe('same input, same output', () => {
  test('two runs give the same bytes', async () => {
    const first = jsonReport(await reportOn(...names))
    expect(jsonReport(await reportOn(...names))).toBe(first)
  })

  test('the order of the mails does not matter', async () => {
    const set = setOf()
    const mails: RawMail[] = []
    // Files of format-patch without threading have nothing but their order to hold them together.
    for await (const mail of mailsOf(names))
      if (/^Message-ID:/im.test(Buffer.from(mail.bytes).toString('latin1'))) mails.push(mail)
    const shuffled = mails.toSorted((a, b) => (hash(a.bytes) < hash(b.bytes) ? -1 : 1))
    const reports = [mails, mails.toReversed(), shuffled].map(async (order) =>
      jsonReport(await lint(inOrder(order), { tool: TOOL, set, nursery: true })),
    )
    const [first, ...others] = await Promise.all(reports)
    expect(first).toContain('"comments"')
    for (const other of others) expect(other).toBe(first)
  })
})

async function* inOrder(mails: readonly RawMail[]): AsyncGenerator<RawMail, void, void> {
  for (const mail of mails) yield await Promise.resolve(mail)
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('the fixtures themselves', () => {
  test('nobody real is named in them', () => {
    const addresses = names.flatMap((name) => [
      ...readFileSync(join(folder, `${name}.mbox`), 'latin1').matchAll(/[\w.+-]+@([\w.-]*\w)/g),
    ])
    const hosts = new Set(addresses.map(([, host = '']) => host))
    expect([...hosts].toSorted()).toEqual([
      'example.org',
      'lists.example.org',
      'vger.kernel.org',
      'xxxxxxxxxxxxxxx',
      'z',
    ])
    const onVger = addresses.filter(([, host]) => host === 'vger.kernel.org')
    expect(new Set(onVger.map(([address]) => address))).toEqual(new Set(['stable@vger.kernel.org']))
  })

  test.each(names)('git apply reads the patches of %s', async (name) => {
    const dir = mkdtempSync(join(tmpdir(), 'lorelint-fixture-'))
    for await (const { bytes, origin } of mailsOf([name])) {
      const info = spawnSync('git', ['mailinfo', 'msg', 'patch'], { cwd: dir, input: bytes })
      expect(info.status, origin).toBe(0)
      const patch = readFileSync(join(dir, 'patch'), 'latin1')
      if (!/^diff --git /m.test(patch)) continue
      const applied = spawnSync('git', ['apply', '--numstat', 'patch'], { cwd: dir })
      expect(applied.stderr.toString(), origin).toBe('')
    }
  })
})
