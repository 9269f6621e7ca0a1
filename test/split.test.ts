import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { openPlan } from '../src/facts/split/open-plan.ts'
import type { SplitPlan } from '../src/facts/split/plan.ts'
import { loadRules } from '../src/index.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { DiffLine, Patch } from '../src/model.ts'
import { checkSplit } from '../src/report/split-check.ts'
import { splitMails } from '../src/report/split-mails.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { build, lorelint } from './built-cli.ts'
import { runGit } from './git.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const seed = fileURLToPath(new URL('../../shared/corpus/seed/', import.meta.url))
const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
if ('errors' in loaded) throw new Error('the shipped rules are broken')
const { knowledge } = loaded.set

async function read(mail: string): Promise<Patch> {
  const bytes = Buffer.from(mail)
  const message = await parseMessage({ origin: 'x', bytes, reload: async () => bytes })
  const text = patchText(message)
  if (text === null) throw new Error('no patch')
  return readPatch(message, text)
}

function repository(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-split-'))
  runGit(dir, ['init', '-q', '-b', 'main'])
  for (const [path, text] of Object.entries(files)) put(dir, path, text)
  commit(dir, 'before')
  return dir
}

function put(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

function commit(dir: string, what: string): void {
  runGit(dir, ['add', '-A'])
  runGit(dir, ['commit', '-q', '-m', what])
}

const treeOf = (dir: string): string => runGit(dir, ['rev-parse', 'HEAD^{tree}']).trim()

/** Commits the files over those of the repository, and gives the patch and the tree it makes. */
function patchOf(
  dir: string,
  files: Readonly<Record<string, string>>,
  subject = 'net: foo: Do two things',
): { mail: string; tree: string } {
  for (const [path, text] of Object.entries(files)) put(dir, path, text)
  commit(dir, subject)
  const mail = runGit(dir, ['format-patch', '-1', '--stdout'])
  const tree = treeOf(dir)
  runGit(dir, ['reset', '-q', '--hard', 'HEAD~'])
  return { mail, tree }
}

/** Applies mails with git am, one after the other; the tree they make. */
function am(dir: string, mails: readonly string[]): string {
  const from = runGit(dir, ['rev-parse', 'HEAD']).trim()
  for (const [i, mail] of mails.entries()) {
    const file = join(dir, '.git', `part-${i}`)
    writeFileSync(file, mail)
    runGit(dir, ['am', '-q', '--keep-cr', file])
  }
  const tree = treeOf(dir)
  runGit(dir, ['reset', '-q', '--hard', from])
  return tree
}

/** A file of C with functions that share nothing. */
const functions = (change: (name: string) => string): string =>
  ['alpha', 'bravo', 'charlie', 'delta']
    .map(
      (name) =>
        `static int ${name}_run(struct ${name} *${name}_arg)\n{\n\tint ${name}_ret;\n\n${change(name)}\treturn ${name}_ret;\n}\n`,
    )
    .join('\n')
const body = (name: string): string => `\t${name}_ret = ${name}_get(${name}_arg);\n`
const longer = (name: string): string =>
  `\tif (!${name}_arg)\n\t\treturn -EINVAL;\n\n\t${name}_ret = ${name}_fetch(${name}_arg, ${name}_all);\n`

describe('a patch is split along the names its parts share', () => {
  test('two functions of one file go to two patches, which git am applies in order', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|charlie/.test(name) ? longer(name) : body(name)))
    const { mail, tree } = patchOf(dir, { 'net/foo.c': after })
    const patch = await read(mail)
    const plan = openPlan(patch, knowledge)
    expect(plan?.parts.map(({ subject, places }) => [subject, ...places])).toEqual([
      ['net: foo: Do two things', 'net/foo.c:5'],
      ['net: foo: Change charlie_run()', 'net/foo.c:24'],
    ])
    if (plan === null) return
    const mails = splitMails(patch, plan, 'lorelint 0')
    expect(mails.map(({ name }) => name)).toEqual([
      '0001-net-foo-Do-two-things.patch',
      '0002-net-foo-Change-charlie_run.patch',
    ])
    expect(await checkSplit(patch, mails, null)).toBeNull()
    expect(
      am(
        dir,
        mails.map(({ text }) => text),
      ),
    ).toBe(tree)
  })

  test('the subject of a part is the point of the log that names it', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|delta/.test(name) ? longer(name) : body(name)))
    const log =
      'net: foo: Check the alpha argument\n\nTwo things:\n\n1. Check the alpha argument.\n2. Fetching all of delta,\n   as nobody needs less. It was slow.'
    const { mail } = patchOf(dir, { 'net/foo.c': after }, log)
    const plan = openPlan(await read(mail), knowledge)
    expect(plan?.parts.map(({ subject, said }) => [subject, said])).toEqual([
      ['net: foo: Check the alpha argument', null],
      ['net: foo: Change delta_run()', 'Fetching all of delta, as nobody needs less. It was slow.'],
    ])
  })

  test('one change has no plan', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const { mail } = patchOf(dir, {
      'net/foo.c': functions((name) => (name === 'alpha' ? longer(name) : body(name))),
    })
    expect(openPlan(await read(mail), knowledge)).toBeNull()
  })

  test('two functions that are rewritten in one run of lines have no plan', async () => {
    const two = (a: string, b: string): string =>
      `int alpha_run(void)\n{\n${a}}\nint bravo_run(void)\n{\n${b}}\n`
    const dir = repository({ 'net/foo.c': 'int other;\n' })
    const { mail } = patchOf(dir, {
      'net/foo.c': `int other;\n${two(body('alpha'), body('bravo'))}`,
    })
    expect(openPlan(await read(mail), knowledge)).toBeNull()
  })

  test('a new file, a Makefile and a comment go where their names or their neighbours are', async () => {
    const dir = repository({
      'net/foo.c': functions(body),
      'net/Makefile': 'obj-y += foo.o\n',
    })
    const after = functions((name) =>
      name === 'alpha' ? `\t/* Always. */\n${longer(name)}` : body(name),
    )
    const { mail, tree } = patchOf(dir, {
      'net/foo.c': after,
      'net/zulu.c': 'int zulu_run(void)\n{\n\tzulu_start();\n\treturn zulu_state;\n}\n',
      'net/Makefile': 'obj-y += foo.o\n# zulu_run\nobj-y += zulu.o\n',
    })
    const patch = await read(mail)
    const plan = openPlan(patch, knowledge)
    expect(plan?.parts.map(({ places }) => places)).toEqual([
      ['net/foo.c'],
      ['net/Makefile', 'net/zulu.c'],
    ])
    if (plan === null) return
    const mails = splitMails(patch, plan, 'lorelint 0')
    expect(await checkSplit(patch, mails, null)).toBeNull()
    expect(
      am(
        dir,
        mails.map(({ text }) => text),
      ),
    ).toBe(tree)
  })

  test('author, date, trailers and tags stay', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|charlie/.test(name) ? longer(name) : body(name)))
    const { mail } = patchOf(
      dir,
      { 'net/foo.c': after },
      'net: foo: Do\n\nBecause.\n\nFixes: 0123456789ab ("net: foo")\nSigned-off-by: Jörg <j@example.org>',
    )
    const sent = mail
      .replace('[PATCH]', '[PATCH net-next v3]')
      .replace(/^From: .*$/m, 'From: "Jörg D. Example" <j@example.org>')
    const patch = await read(sent)
    const plan = openPlan(patch, knowledge)
    if (plan === null) throw new Error('no plan')
    for (const [i, { text }] of splitMails(patch, plan, 'lorelint 0').entries()) {
      const part = await read(text)
      expect(part.text.author).toEqual(patch.text.author)
      expect(part.message.date).toBe(patch.message.date)
      expect(part.message.subject).toMatchObject({
        tags: ['net-next'],
        revision: 3,
        counter: i + 1,
        expected: 2,
      })
      expect(part.text.trailers.map(({ key, value }) => `${key}: ${value}`)).toEqual([
        'Fixes: 0123456789ab ("net: foo")',
        'Signed-off-by: Jörg <j@example.org>',
      ])
      expect(part.text.diffstat.map(({ path }) => path)).toEqual(['net/foo.c'])
    }
  })
})

describe('however the changes are dealt out, the parts give the whole', () => {
  // Runs of changed lines are dealt out as a number says; git am is the judge.
  const dealt = (patch: Patch, deal: readonly number[], of: number): SplitPlan => {
    const part = new Map<DiffLine, number>()
    let run = 0
    for (const { hunks } of patch.files)
      for (const { lines } of hunks)
        for (const [i, line] of lines.entries()) {
          if (line.sign === ' ') continue
          if (i > 0 && lines[i - 1]?.sign === ' ') run++
          part.set(line, (deal[run % deal.length] ?? 0) % of)
        }
    const parts = Array.from({ length: of }, (_, i) => ({
      subject: `part ${i}`,
      said: null,
      main: i === 0,
      places: [],
    }))
    return { parts, partOf: (_, line) => part.get(line) ?? 0, wholeIn: () => 0 }
  }

  test('random edits of a file, random parts', async () => {
    const line = fc.constantFrom('a', 'b', 'c', '', '\tx = 1;', '}', 'same')
    const edit = fc.record({
      at: fc.nat(60),
      drop: fc.nat(3),
      add: fc.array(line, { maxLength: 3 }),
    })
    const cases = fc.record({
      rows: fc.array(line, { minLength: 5, maxLength: 60 }),
      edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
      deal: fc.array(fc.nat(2), { minLength: 1, maxLength: 9 }),
      feed: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, edits, deal, feed }) => {
        const before = rows.map((row, i) => `${row} ${i % 7}`)
        const after = [...before]
        for (const { at, drop, add } of edits) after.splice(at % after.length, drop, ...add)
        const end = feed ? '\n' : ''
        if (after.length === 0 || after.join('\n') === before.join('\n')) return
        const dir = repository({ 'x.txt': `${before.join('\n')}\n` })
        const { mail, tree } = patchOf(dir, { 'x.txt': after.join('\n') + end })
        const patch = await read(mail)
        const used = new Set(deal.map((part) => part % 3))
        const order = [...used].toSorted((a, b) => a - b)
        const plan = dealt(
          patch,
          deal.map((part) => order.indexOf(part % 3)),
          order.length,
        )
        const mails = splitMails(patch, plan, 'lorelint 0').filter(({ text }) =>
          text.includes('\n@@ '),
        )
        expect(await checkSplit(patch, mails, null)).toBeNull()
        expect(
          am(
            dir,
            mails.map(({ text }) => text),
          ),
        ).toBe(tree)
      }),
      { numRuns: 40, seed: 7 },
    )
  })
})

describe('lorelint split', () => {
  beforeAll(build)

  test.runIf(existsSync(seed))(
    'the patch this project grew from: PMCEID1 apart, and the same tree',
    () => {
      const dir = mkdtempSync(join(tmpdir(), 'lorelint-split-'))
      cpSync(`${seed}tree`, dir, { recursive: true, mode: 0 })
      runGit(dir, ['init', '-q', '-b', 'main'])
      commit(dir, 'the files before v1')
      const out = join(dir, '.git', 'parts')
      const ran = lorelint(['split', `${seed}v1.eml`, '--output', out, '--tree', dir])
      expect(ran.err).toBe('')
      expect(ran.code).toBe(0)
      const names = readdirSync(out).toSorted()
      expect(names).toEqual([
        '0001-KVM-arm64-Change-compute_pmceid1.patch',
        '0002-KVM-arm64-Expose-PMMIR_EL1.SLOTS-to-guests.patch',
      ])
      const whole = am(dir, [readFileSync(`${seed}v1.eml`, 'utf8')])
      expect(
        am(
          dir,
          names.map((name) => readFileSync(join(out, name), 'utf8')),
        ),
      ).toBe(whole)
      expect(lorelint(['split', `${seed}v1.eml`, '--output', out]).err).toContain('cannot write')
    },
  )

  test('--plan writes nothing; a patch that is one change has exit code 1', () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const two = patchOf(dir, {
      'net/foo.c': functions((name) => (/alpha|delta/.test(name) ? longer(name) : body(name))),
    })
    const plan = lorelint(['split', '-', '--plan'], { stdin: two.mail, cwd: dir })
    expect(plan.code).toBe(0)
    expect(plan.out).toContain('2/2 net: foo: Change delta_run()\n    net/foo.c:32\n')
    expect(readdirSync(dir).toSorted()).toEqual(['.git', 'net'])
    const one = patchOf(dir, {
      'net/foo.c': functions((name) => (name === 'alpha' ? longer(name) : body(name))),
    })
    const none = lorelint(['split', '-'], { stdin: one.mail, cwd: dir })
    expect(none.code).toBe(1)
    expect(none.err).toContain('hang together')
  })

  test('several patches, and a damaged one, are refused', () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const { mail } = patchOf(dir, { 'net/foo.c': functions(longer) })
    expect(
      lorelint(['split', '-'], { stdin: mail + mail.replace('two things', 'three'), cwd: dir })
        .code,
    ).toBe(2)
    const damaged = lorelint(['split', '-'], { cwd: dir, stdin: mail.replace(/^ \t.*\n/m, '') })
    expect([damaged.code, damaged.err]).toEqual([2, expect.stringContaining('damaged')])
  })
})
