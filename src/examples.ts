import type { Comment, RawMail } from './model.ts'
import type { Example, Rule } from './rulebook.ts'
import { mailLineOf } from './review/mail-line.ts'
import { type ExampleMail, exampleMails, rawMails } from './rules/example-mails.ts'
import { exampleTree } from './rules/example-tree.ts'
import { lint } from './lint.ts'
import type { RuleSet } from './rules/load.ts'

/** How one example of a rule came out. */
export interface ExampleResult {
  readonly name: string
  readonly line: number
  /** Comments said that the example does not expect, and expected ones that were not said. */
  readonly noisy: readonly Placed[]
  readonly missing: readonly Placed[]
  /** Comments for which the rule's fix gives no suggestion, with the reason as text. */
  readonly unmended: readonly Placed[]
  /** Repairs and damage the reader saw: an example is to be a whole patch. */
  readonly problems: readonly string[]
  /** The lines of the example's mails, without their quote marks. */
  readonly quoted: readonly string[]
}

/** A comment of an example. */
export interface Placed {
  /** The quoted line above the comment, and its number among the quoted lines: a series may hold it twice. */
  readonly under: string
  readonly at: number
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
  const mails = exampleMails(quoted)
  const report = await lint(rawMails(mails), {
    tool: { name: 'lorelint', version: '' },
    set: { ...set, rules: [rule] },
    only: [rule.id],
    tree: typeof example.tree === 'string' ? exampleTree(example.tree) : null,
  })
  const comments = report.reviews.flatMap((review) => review.comments)
  const said = comments.map((comment) => placed(comment, quoted, mails))
  const same = (a: Placed, b: Placed): boolean =>
    a.at === b.at && squeeze(a.text) === squeeze(b.text)
  return {
    name: example.name,
    line: example.line,
    quoted,
    noisy: said.filter((comment) => !expected.some((other) => same(comment, other))),
    missing: expected.filter((comment) => !said.some((other) => same(comment, other))),
    unmended: comments.flatMap((comment) =>
      comment.unmended === null
        ? []
        : [{ ...placed(comment, quoted, mails), text: comment.unmended }],
    ),
    problems:
      report.reviews.length === 0
        ? ['there is no patch in this example']
        : report.reviews
            .flatMap((review) => review.problems)
            .filter((problem) => problem.kind !== 'repair')
            .map((problem) => problem.what),
  }
}

/** The mails of one example, as an input. */
export function mailsOfExample(example: Example): AsyncGenerator<RawMail, void, void> {
  return rawMails(exampleMails(readExample(example).quoted))
}

/** Takes the quote marks off and keeps each unquoted block with the quoted line above it. */
function readExample(example: Example): { quoted: readonly string[]; expected: readonly Placed[] } {
  const quoted: string[] = []
  const expected: Placed[] = []
  let block: string[] = []
  const close = (): void => {
    const at = quoted.length - 1
    if (block.length > 0) expected.push({ under: quoted[at] ?? '', at, text: block.join('\n\n') })
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

function placed(
  comment: Comment,
  quoted: readonly string[],
  mails: readonly ExampleMail[],
): Placed {
  const { anchor, message } = comment
  const mail = mails.find(({ messageId }) => messageId === message.messageId) ?? mails[0]
  const line = mailLineOf(anchor)
  const at = line === null ? (mail?.subject ?? 0) : (mail?.bodyStart ?? 0) + line - 1
  return { under: quoted[at] ?? '', at, text: comment.text }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
