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
  const mails = asMails(quoted)
  const report = await lint(sent(mails), {
    tool: { name: 'lorelint', version: '' },
    set: { ...set, rules: [rule] },
    only: [rule.id],
  })
  const said = report.reviews
    .flatMap((review) => review.comments)
    .map((comment) => placed(comment, quoted, mails))
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

/** One mail of an example. */
interface ExampleMail {
  readonly messageId: string
  readonly bytes: Uint8Array
  /** Place among the quoted lines of its first line, and of the first line of its body. */
  readonly start: number
  readonly bodyStart: number
}

/** A quote is one mail, or a mbox: "From v1@example.org" in front of headers begins the mail of that Message-ID. */
function asMails(quoted: readonly string[]): readonly ExampleMail[] {
  const starts = quoted.flatMap((line, i) =>
    separator.test(line) && header.test(quoted[i + 1] ?? '') ? [i] : [],
  )
  if (starts.length === 0) return [asMail(quoted, 0, 'example@lorelint.invalid')]
  return starts.map((start, k) => {
    const id = separator.exec(quoted[start] ?? '')?.[1] ?? ''
    return asMail(quoted.slice(start + 1, starts[k + 1]), start + 1, id)
  })
}

const separator = /^From ([^\s@]+@[^\s@]+)$/
const header = /^[A-Z][\w-]*: /

/** Quoted headers make a mail; a bare hunk or a quoted quote gets headers of its own. */
function asMail(quoted: readonly string[], start: number, messageId: string): ExampleMail {
  const hasHeader = header.test(quoted[0] ?? '')
  const blank = quoted.indexOf('')
  const given = hasHeader ? quoted.slice(0, Math.max(blank, 0)) : []
  const isGiven = (name: string): boolean =>
    given.some((line) => line.toLowerCase().startsWith(`${name}:`))
  const reply = (quoted[0] ?? '').startsWith('>')
  const head = [
    ...(isGiven('from') ? [] : ['From: A Developer <dev@example.org>']),
    ...(isGiven('message-id') ? [] : [`Message-ID: <${messageId}>`]),
    ...(hasHeader ? [] : [`Subject: ${reply ? 'Re: ' : ''}[PATCH] example`, '']),
  ]
  const own = given.find((line) => /^message-id:/i.test(line))?.replace(/^[\w-]+:\s*<?|>\s*$/gi, '')
  return {
    messageId: own ?? messageId,
    bytes: Buffer.from(`${[...head, ...quoted].join('\n')}\n`),
    start,
    bodyStart: start + (hasHeader ? blank + 1 : 0),
  }
}

async function* sent(mails: readonly ExampleMail[]): AsyncGenerator<RawMail, void, void> {
  for (const { bytes } of mails) {
    yield await Promise.resolve({
      origin: 'example',
      bytes,
      reload: async () => Promise.resolve(bytes),
    })
  }
}

function placed(
  { anchor, message, text }: Comment,
  quoted: readonly string[],
  mails: readonly ExampleMail[],
): Placed {
  const mail = mails.find(({ messageId }) => messageId === message.messageId) ?? mails[0]
  const line =
    anchor.kind === 'line' || anchor.kind === 'trailer' || anchor.kind === 'log'
      ? anchor.mailLine
      : null
  const under =
    line === null
      ? quoted.slice(mail?.start).find((one) => one.startsWith('Subject: '))
      : quoted[(mail?.bodyStart ?? 0) + line - 1]
  return { under: under ?? '', text }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
