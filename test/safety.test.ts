import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { lint, loadRules } from '../src/index.ts'
import type { RawMail, Report } from '../src/model.ts'
import { githubReport } from '../src/report/github.ts'
import { jsonReport } from '../src/report/json.ts'
import { mailReport } from '../src/report/mail.ts'
import { sarifReport } from '../src/report/sarif.ts'
import { textReport } from '../src/report/text.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { build, lorelint } from './built-cli.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
const { set } = loaded

async function* one(text: string): AsyncGenerator<RawMail, void, void> {
  const bytes = Buffer.from(text)
  yield await Promise.resolve({ origin: 'x', bytes, reload: async () => Promise.resolve(bytes) })
}

async function reviewed(text: string, only: readonly string[]): Promise<Report> {
  return lint(one(text), { tool: { name: 'lorelint', version: '1' }, set, only })
}

const HEAD =
  'From: A <a@example.org>\nMessage-ID: <1@example.org>\nContent-Type: text/plain; charset=utf-8\n'

/** A patch that adds these lines between two others. */
function patch(lines: readonly string[], path = 'lamp/core.c', subject = 'lamp: glow'): string {
  const added = lines.filter((line) => line.startsWith('+')).length
  const gone = lines.filter((line) => line.startsWith('-')).length
  const kept = lines.length - added - gone + 2
  return `${HEAD}Subject: [PATCH] ${subject}\n\nLog.\n\nSigned-off-by: A <a@example.org>\n---\ndiff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -10,${kept + gone} +10,${kept + added} @@ int lamp(void)\n int a;\n${lines.join('\n')}\n int z;\n`
}

describe('Trojan Source: code that is not what it looks like', () => {
  /** Our own lines in the shapes of github.com/nickboucher/trojan-source. */
  const fires = (name: string, lines: readonly string[], said: readonly string[], path?: string) =>
    test(name, async () => {
      const report = await reviewed(patch(lines, path), ['c/trojan-source'])
      const comments = report.reviews.flatMap((review) => review.comments)
      expect(comments.map(({ anchor }) => (anchor.kind === 'line' ? anchor.quote : ''))).toEqual(
        said.map((_, i) => lines.filter((line) => /^\+.*\P{ASCII}/u.test(line))[i]?.slice(1)),
      )
      comments.forEach(({ text }, i) => {
        expect(text).toContain(said[i])
        expect(text).toMatch(/^[\n -~]*$/)
      })
    })
  const silent = (name: string, lines: readonly string[], path?: string) =>
    test(`silent: ${name}`, async () => {
      const report = await reviewed(patch(lines, path), ['c/trojan-source'])
      expect(report.reviews.flatMap(({ comments }) => comments)).toEqual([])
      expect(report.reviews.length).toBe(1)
    })

  const RLO = 'U+202E RIGHT-TO-LEFT OVERRIDE'
  fires(
    'a check that is commented out',
    ['+\t/*\u202e } \u2066if (lit)\u2069 \u2066 only then */'],
    [`${RLO}, U+2066 LEFT-TO-RIGHT ISOLATE and U+2069 POP DIRECTIONAL ISOLATE`],
  )
  fires(
    'an early return',
    ['+\t/* dims it first \u2067*/ return;', '+\tdim();'],
    ['U+2067 RIGHT-TO-LEFT ISOLATE'],
  )
  fires(
    'a stretched string',
    ['+\tif (strcmp(who, "user\u202e \u2066// only\u2069 \u2066"))'],
    [RLO],
  )
  fires(
    'an invisible function',
    ['+void lamp\u200b_on(void);', '+void lamp_on(void);'],
    ['U+200B ZERO WIDTH SPACE'],
  )
  fires(
    'a function with a Cyrillic letter',
    ['+void lamp_\u043en(void);'],
    ['U+043E CYRILLIC SMALL LETTER O ("o") in "lamp_\\u043en"'],
  )
  fires(
    'a type with a Greek letter',
    ['+struct \u039bamp_\u0391 *a; struct L\u0391MP *b;'],
    ['U+0391 GREEK CAPITAL LETTER ALPHA ("A") in "L\\u0391MP"'],
  )
  fires(
    'a name wholly of another script',
    ['+\tint \u0441\u043e\u0440 = 1;'],
    ['U+0441 CYRILLIC SMALL LETTER ES ("c") in "\\u0441\\u043e\\u0440"'],
  )
  fires('mathematical letters', ['+\t\u{1d5f9}amp_on();'], ['(a form of "l")'])
  fires('fullwidth letters', ['+\tlamp_\uff4f\uff4e();'], ['U+FF4F (a form of "o")'])
  fires('a name that is a filler', ['+\tint \u3164 = 1;'], ['U+3164 HANGUL FILLER'])
  fires('marks in a string', ['+\tputs("a\u200f\u061cb");'], ['U+061C ARABIC LETTER MARK'])
  fires(
    'a byte order mark inside a name',
    ['+\tla\ufeffmp();'],
    ['U+FEFF ZERO WIDTH NO-BREAK SPACE'],
  )
  fires('in assembly', ['+\tmov\tx0, x1 // \u202a'], ['U+202A'], 'arch/arm64/kernel/x.S')
  fires('in Rust', ['+    // \u2068'], ['U+2068 FIRST STRONG ISOLATE'], 'rust/kernel/x.rs')
  fires('in a header', ['+#define ON\u2060 1'], ['U+2060 WORD JOINER'], 'include/x.h')

  test('every control, in comment, string and name, at its line', async () => {
    const odd = Array.from(
      '\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff',
    )
    for (let code = 0x202a; code <= 0x202e; code++) odd.push(String.fromCodePoint(code))
    for (let code = 0x2066; code <= 0x2069; code++) odd.push(String.fromCodePoint(code))
    const lines = odd.flatMap((c) => [`+\t/* a${c}b */`, `+\tputs("a${c}b");`, `+\ta${c}b();`])
    const seen = new Set<string>()
    // The rule says no more than 100 places of a patch.
    for (let at = 0; at < lines.length; at += 50) {
      const report = await reviewed(patch(lines.slice(at, at + 50)), ['c/trojan-source'])
      for (const { anchor } of report.reviews.flatMap(({ comments }) => comments))
        if (anchor.kind === 'line') seen.add(`+${anchor.quote}`)
    }
    expect(lines.filter((line) => !seen.has(line))).toEqual([])
  })

  silent('names in comments', [
    '+/* Uwe Kleine-K\u00f6nig, \u0141ukasz, \u0421\u0435\u0440\u0433\u0435\u0439 */',
  ])
  silent('units and arrows', [
    '+\t/* 50 \u00b5s \u2192 off \u{1f642}\ufe0f */',
    '+#define LAMP_\u00b5S 5',
  ])
  silent('other languages', [
    '+\tputs("\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u706f");',
  ])
  silent('joiners of Persian and emoji', [
    '+/* \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u{1f469}\u200d\u{1f4bb} */',
  ])
  silent('removed lines', ['-\t/*\u202e } \u2066if (lit)\u2069 */', '+\tdim();'])
  silent('context lines', [' \tla\u200bmp();', '+\tdim();'])
  silent('a document', ['+a\u200bb \u202e'], 'Documentation/x.rst')
  silent('the clean twin', ['+\tif (strcmp(who, "user")) { // only', '+void lamp_on(void);'])
})

// ---------------------------------------------------------------- what reaches a terminal

const PARTS = [
  '\u001b[2J',
  '\u001b]8;;http://x\u0007',
  '\u001b]52;c;eA==\u0007',
  '\rall is well',
  '\u0000',
  '\u0008\u0008',
  '\u007f',
  '\u009b31m',
  '\u009d0;x\u009c',
  '\u0085',
  '\u202eabc',
  '\u2066x\u2069',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u000b',
  '::error file=a::b',
  '\n::error::b',
  '%0A::error::b',
  '##[error]x',
  '::stop-commands::x',
  '%0D%0A',
  '\u061c',
  '\u{e0041}',
  '\ud800',
]

/** The same numbers each time (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
}

function hostileTexts(count: number): readonly string[] {
  const next = numbers(7)
  const pick = (): string => PARTS[Math.floor(next() * PARTS.length)] ?? ''
  return Array.from({ length: count }, () => `a${pick()}b${pick()}c${pick()}`)
}

/** Tab, line feed and printable text: no control, no C1, nothing bidirectional or of no width. */
const SHOWN = /^(?:(?![\p{Cc}\p{Cf}\p{Cs}\u2028\u2029])[^]|[\t\n])*$/u
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const SGR = /\u001b\[\d+m/g

async function hostileReport(text: string): Promise<Report> {
  const line = text.replaceAll(/[\n\r]/g, ' ')
  const report = await reviewed(patch([`+\tla\u200bmp("${line}");`], `lamp/${line}.c`, line), [
    'c/trojan-source',
  ])
  // Whatever the reader makes of them, the reporters get them raw.
  const reviews = report.reviews.map((review) => ({
    ...review,
    series: { ...review.series, subject: text },
    comments: review.comments.map((comment) => ({
      ...comment,
      text,
      muted: null,
      suggestion: `+${text}`,
      anchor:
        comment.anchor.kind === 'line' ? { ...comment.anchor, path: `${text}.c` } : comment.anchor,
      message: { ...comment.message, from: { name: text, address: 'a@example.org' } },
    })),
    problems: [
      { kind: 'limit' as const, code: 'too-slow' as const, what: text, messageId: text, line: 1 },
    ],
  }))
  return { ...report, reviews }
}

describe('2,000 hostile texts in subject, path, author, log, code and comment', () => {
  const reports: Report[] = []
  beforeAll(async () => {
    for (const text of hostileTexts(2000)) reports.push(await hostileReport(text))
  })

  test('they are in the reports', () => {
    expect(
      reports.filter(({ reviews }) => (reviews[0]?.comments.length ?? 0) > 0).length,
    ).toBeGreaterThan(1500)
  })

  test('the text report shows them escaped, and has no colour but its own', () => {
    for (const report of reports) {
      expect(textReport(report, { colour: false, width: 80 })).toMatch(SHOWN)
      expect(textReport(report, { colour: true, width: 80 }).replaceAll(SGR, '')).toMatch(SHOWN)
      expect(textReport(report, { colour: false, width: 80 })).not.toMatch(/^\s*::|##\[/m)
    }
  })

  test('GitHub gets one command for each comment and limit, and none of theirs', () => {
    for (const report of reports) {
      const lines = githubReport(report).split('\n')
      const ours = report.reviews.reduce((n, r) => n + r.comments.length + r.problems.length, 0)
      expect(lines.join('\n')).toMatch(SHOWN)
      expect(lines.filter((line) => /^\s*::/.test(line)).length).toBe(ours)
    }
  })

  test('JSON and SARIF are printable and mean the same', () => {
    for (const report of reports) {
      expect(jsonReport(report)).toMatch(SHOWN)
      expect(sarifReport(report, [])).toMatch(SHOWN)
      const read: unknown = JSON.parse(jsonReport(report))
      expect(read).toMatchObject({ series: [{ subject: report.reviews[0]?.series.subject }] })
    }
  })

  test('a mail draft has nothing hidden but a form feed', () => {
    for (const report of reports) {
      const draft = mailReport(report, { from: 'A <a@example.org>' })
      expect(draft.replaceAll('\f', '')).toMatch(SHOWN)
    }
  })
})

describe('the command line', () => {
  beforeAll(build)
  const ESC = '\u001b]0;x\u0007\u202e\u009b'
  const shows = (args: readonly string[]): boolean => {
    const stdin = patch([`+\tla\u200bmp("${ESC}");`], 'lamp/core.c', `glow ${ESC}`)
    const { out, err } = lorelint(args, { stdin })
    expect(out + err).not.toBe('')
    return SHOWN.test(out) && SHOWN.test(err)
  }

  test.each([[['parse', '-']], [['-']], [['--format', 'github', '-']]])('%j', (args) => {
    expect(shows(args)).toBe(true)
  })

  // The words of an error name what the user gave.
  test.each([
    [[`no${ESC}file.mbox`]],
    [['--tree', `no${ESC}tree`, '-']],
    [['explain', `no/${ESC}`, '-']],
    [['rules', `no/${ESC}`]],
    [['--rules', `no${ESC}rules`, '-']],
  ])('%j is shown', (args) => {
    expect(shows(args)).toBe(true)
  })
})
