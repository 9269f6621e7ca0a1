import type { Comment, Example, RawMail, Rule } from './model.ts'
import { lint } from './lint.ts'
import type { RuleSet } from './rules/load.ts'

/** How one example of a rule came out. */
export interface ExampleResult {
  readonly name: string
  readonly line: number
  /** Comments said that the example does not expect, and expected ones that were not said. */
  readonly noisy: readonly Placed[]
  readonly missing: readonly Placed[]
  /** Repairs and damage the reader saw: an example is to be a whole patch. */
  readonly problems: readonly string[]
}

interface Placed {
  /** The quoted line above the comment. */
  readonly under: string
  readonly text: string
}

/** Runs the examples of a rule, with that rule alone: text in, review out. */
export async function tryRule(rule: Rule, set: RuleSet): Promise<readonly ExampleResult[]> {
  const results: ExampleResult[] = []
  for (const example of rule.examples) results.push(await tryExample(rule, example, set))
  return results
}

async function tryExample(rule: Rule, example: Example, set: RuleSet): Promise<ExampleResult> {
  const { quoted, expected } = readExample(example)
  const mail = asMail(quoted)
  const report = await lint(one(mail.bytes), {
    tool: { name: 'lorelint', version: '' },
    set: { ...set, rules: [rule] },
    only: [rule.id],
  })
  const said = report.reviews
    .flatMap((review) => review.comments)
    .map((comment) => placed(comment, quoted, mail.bodyStart))
  const same = (a: Placed, b: Placed): boolean =>
    a.under === b.under && squeeze(a.text) === squeeze(b.text)
  return {
    name: example.name,
    line: example.line,
    noisy: said.filter((comment) => !expected.some((other) => same(comment, other))),
    missing: expected.filter((comment) => !said.some((other) => same(comment, other))),
    problems:
      report.reviews.length === 0
        ? ['there is no patch in this example']
        : report.reviews
            .flatMap((review) => review.problems)
            .filter((problem) => problem.kind !== 'repair')
            .map((problem) => problem.what),
  }
}

/** Takes the quote marks off and keeps each unquoted block with the quoted line above it. */
function readExample(example: Example): { quoted: readonly string[]; expected: readonly Placed[] } {
  const quoted: string[] = []
  const expected: Placed[] = []
  let block: string[] = []
  const close = (): void => {
    if (block.length > 0) expected.push({ under: quoted.at(-1) ?? '', text: block.join('\n\n') })
    block = []
  }
  let open = false
  for (const line of example.text.split('\n')) {
    if (line.startsWith('>')) {
      close()
      open = false
      quoted.push(line.replace(/^> ?/, ''))
    } else if (line.trim() === '') open = false
    else if (open) block[block.length - 1] += `\n${line}`
    else {
      block.push(line)
      open = true
    }
  }
  close()
  return { quoted, expected }
}

/** Quoted headers make a mail; a bare hunk or a quoted quote gets headers of its own. */
function asMail(quoted: readonly string[]): { bytes: Uint8Array; bodyStart: number } {
  const hasHeader = /^[A-Z][\w-]*: /.test(quoted[0] ?? '')
  const blank = quoted.indexOf('')
  const from = 'From: A Developer <dev@example.org>\nMessage-ID: <example@lorelint.invalid>\n'
  const reply = (quoted[0] ?? '').startsWith('>')
  const head = hasHeader ? from : `${from}Subject: ${reply ? 'Re: ' : ''}[PATCH] example\n\n`
  const bodyStart = hasHeader ? blank + 1 : 0
  return { bytes: Buffer.from(`${head}${quoted.join('\n')}\n`), bodyStart }
}

async function* one(bytes: Uint8Array): AsyncGenerator<RawMail, void, void> {
  yield await Promise.resolve({
    origin: 'example',
    bytes,
    reload: async () => Promise.resolve(bytes),
  })
}

function placed(comment: Comment, quoted: readonly string[], bodyStart: number): Placed {
  const { anchor } = comment
  const under =
    anchor.kind === 'line' ||
    anchor.kind === 'trailer' ||
    (anchor.kind === 'log' && anchor.mailLine !== null)
      ? quoted[bodyStart + (anchor.mailLine ?? 1) - 1]
      : quoted.find((line) => line.startsWith('Subject: '))
  return { under: under ?? '', text: comment.text }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
