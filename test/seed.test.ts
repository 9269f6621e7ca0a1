import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint } from './built-cli.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

// Real mail is other people's: it lies next to the project, not in it.
const seed = fileURLToPath(new URL('../../shared/corpus/seed/', import.meta.url))
const present = existsSync(seed)

test('the corpus is there, or this is no CI run', () => {
  const sentence = 'the corpus of real mails is not next to the project: the seed was not tested'
  expect(present || process.env['CI'] === undefined, sentence).toBe(true)
})

interface Anchor {
  readonly kind: string
  readonly path?: string | null
  readonly side?: string
  readonly line?: number | null
  readonly mailLine?: number
  readonly quote?: string
  readonly key?: string
  readonly value?: string
}

interface Found {
  readonly rule: string
  readonly messageId: string
  readonly text: string
  readonly anchor: Anchor
  readonly bindings: Readonly<Record<string, string>>
  readonly same: readonly string[]
}

interface Reported {
  readonly series: readonly {
    readonly comments: readonly Found[]
    readonly problems: readonly { readonly what: string }[]
  }[]
}

function review(...args: readonly string[]): { found: readonly Found[]; problems: string } {
  const { code, out, err } = lorelint([...args, '--format', 'json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  // What we print ourselves, checked field by field below.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const { series } = JSON.parse(out) as Reported
  return {
    found: series.flatMap(({ comments }) => comments),
    problems: series.flatMap(({ problems }) => problems.map(({ what }) => what)).join('\n'),
  }
}

/** The subjects of DESIGN.md section 7: rule, what it is about, and the line below which it is said. */
const rows: readonly (readonly [rule: string, about: string, under: string])[] = [
  ['stable/not-a-bugfix', '', 'Cc: stable@'],
  ['process/one-change-per-patch', 'PMCEID1_EL0', 'u64 val = __compute_pmceid(pmu, 1);'],
  [
    'kvm/guest-visible-change-needs-opt-in',
    'PMCEID1_EL0',
    'val &= ~(BIT_ULL(ARMV8_PMUV3_PERFCTR_STALL_SLOT - 32) |',
  ],
  ['kvm-arm64/undef-at-el0', 'PMMIR_EL1', 'if (check_pmu_access_disabled(vcpu, 0))'],
  [
    'kvm/guest-visible-change-needs-opt-in',
    'PMMIR_EL1',
    'p->regval = cpu_pmu->reg_pmmir & ARMV8_PMU_SLOTS;',
  ],
  ['kvm/userspace-restores-old-value', 'PMMIR_EL1', '{ SYS_DESC(SYS_PMMIR_EL1), access_pmmir },'],
]

function place({ rule, bindings, anchor }: Found): readonly string[] {
  const under =
    anchor.kind === 'trailer' ? `${anchor.key}: ${anchor.value?.split('@')[0]}@` : anchor.quote
  return [rule, bindings['SECOND'] ?? bindings['REG'] ?? '', under?.trimStart() ?? '']
}

/** The lines of a file as a mail reader counts them: without its header. */
function bodyLines(file: string): readonly string[] {
  const text = readFileSync(seed + file, 'utf8')
  return (file.endsWith('.eml') ? text.slice(text.indexOf('\n\n') + 2) : text).split('\n')
}

function expectQuoted(file: string, { anchor }: Found): void {
  const line = bodyLines(file)[(anchor.mailLine ?? 0) - 1] ?? ''
  const bare = line.replace(/^(?:> ?)*/, '')
  if (anchor.kind === 'trailer') expect(bare).toBe(`${anchor.key}: ${anchor.value}`)
  else expect(bare.slice(1)).toBe(anchor.quote)
}

/** Counts from the hunk's header down, as a person would. */
function lineNumber(body: readonly string[], { mailLine = 0, side }: Anchor): number {
  const before = body.slice(0, mailLine)
  const header = before.findLastIndex((line) => line.startsWith('@@ '))
  const [, old, fresh] = /^@@ -(\d+)\S* \+(\d+)/.exec(before[header] ?? '') ?? []
  const other = side === 'old' ? '+' : '-'
  const shown = before.slice(header + 1).filter((line) => !line.startsWith(other))
  return Number(side === 'old' ? old : fresh) + shown.length - 1
}

function gitRepository(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-seed-'))
  cpSync(`${seed}tree`, dir, { recursive: true, mode: 0 })
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org']
    const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: dir, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'the files before v1')
  return dir
}

if (present) describe('the review this project grew from', reviewOfSeed)

function reviewOfSeed(): void {
  beforeAll(build)
  const v1 = `${seed}v1.eml`

  test('v1 with its tree: each remark of the maintainer, on its line', () => {
    const { found, problems } = review(v1, '--tree', gitRepository())
    expect(found.map(place)).toEqual(rows)
    for (const one of found) expectQuoted('v1.eml', one)
    expect(found.map(({ rule, same }) => [rule, same])).toEqual(
      rows.map(([rule]) => [rule, rule === 'kvm-arm64/undef-at-el0' ? ['access_pminten'] : []]),
    )
    expect(problems).toBe('')
  })

  test('v1: the line numbers are those the patch gives', () => {
    const body = bodyLines('v1.eml')
    for (const { anchor } of review(v1).found) {
      if (anchor.kind !== 'line') continue
      expect(anchor.line).toBe(lineNumber(body, anchor))
      const header = body.slice(0, anchor.mailLine).findLast((line) => line.startsWith('diff '))
      expect(header).toContain(` b/${anchor.path}`)
    }
  })

  test('v1 with its tree: the neighbour that has the check already is named', () => {
    const { found } = review(v1, '--tree', gitRepository(), '--only', 'kvm-arm64/undef-at-el0')
    expect(found.map(({ text }) => text.replace(/\s+/g, ' '))).toEqual([
      expect.stringContaining('Same goes for access_pminten() in the tree'),
    ])
  })

  test('v1 with its tree: RAZ/WI before, the default PMU as source', () => {
    const { found } = review(v1, '--tree', gitRepository(), '--only', 'kvm')
    const opt = found.find(({ bindings }) => bindings['SOURCE'] !== undefined)
    expect(opt?.bindings).toEqual({ REG: 'PMMIR_EL1', WAS: 'RAZ/WI', SOURCE: 'cpu_pmu' })
    expect(opt?.text.replace(/\s+/g, ' ')).toMatch(/only if the VMM explicitly selected a PMU/)
  })

  test('v1 without a tree: all but the neighbour', () => {
    const { found } = review(v1)
    expect(found.map(place)).toEqual(rows)
    expect(found.flatMap(({ same }) => same)).toEqual([])
    for (const one of found) expectQuoted('v1.eml', one)
  })

  test('the review as the web shows it: the same rules, on lines of that text', () => {
    const { found } = review(`${seed}review-of-v1.txt`)
    // The table was cut away, so the row's comment stands at the store.
    const expected = rows.map(([rule, about, under]) =>
      rule === 'kvm/userspace-restores-old-value'
        ? [rule, about, 'p->regval = cpu_pmu->reg_pmmir & ARMV8_PMU_SLOTS;']
        : [rule, about, under],
    )
    expect(found.map(place)).toEqual(expected)
    const body = bodyLines('review-of-v1.txt')
    for (const { anchor } of found) {
      const line = body[(anchor.mailLine ?? 0) - 1] ?? ''
      const bare = line.replace(/^(?:> ?)*/, '').replace(/^[+-]\s*/, '')
      const quote = anchor.kind === 'trailer' ? `${anchor.key}: ${anchor.value}` : anchor.quote
      expect(bare).toBe(quote?.trimStart())
    }
  })

  test('the review as the web shows it: the damage is told', () => {
    const { problems } = review(`${seed}review-of-v1.txt`)
    for (const part of ['leading blank', 'tabs', 'file header is missing', '@@ line is missing'])
      expect(problems).toContain(part)
  })

  const v2 = readdirSync(seed).filter((file) => /^v2-\d\.eml$/.test(file))

  test('v2 together: nothing', () => {
    const mails = v2.map((file) => seed + file)
    expect(mails.length).toBe(4)
    expect(review(...mails).found).toEqual([])
    expect(review(...mails.toReversed()).found).toEqual([])
    expect(review(...mails, '--tree', gitRepository()).found).toEqual([])
  })

  test.each(v2.filter((file) => file !== 'v2-0.eml'))('%s alone: nothing', (file) => {
    expect(review(seed + file).found).toEqual([])
  })

  test('v1 and v2 in one run: only v1 is spoken about', () => {
    const { found } = review(v1, ...v2.map((file) => seed + file))
    expect(found.map(place)).toEqual(rows)
    expect(new Set(found.map(({ messageId }) => messageId)).size).toBe(1)
  })
}
