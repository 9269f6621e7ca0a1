import type { Outcome } from './linter.ts'

/** What must hold whatever the input was; each broken claim as a sentence. */
export function brokenClaims(outcome: Outcome): readonly string[] {
  return [
    ...reportClaims(outcome),
    ...problemClaims(outcome),
    ...outcome.comments.flatMap(({ anchor, message, rule, text }) => {
      const broken = []
      if (text.trim() === '') broken.push(`${rule.id} says nothing`)
      if (/\$[A-Z]/.test(text) && !/\$[A-Z]/.test(message.body))
        broken.push(`${rule.id} leaves a hole open: ${text}`)
      const line = 'mailLine' in anchor ? anchor.mailLine : null
      if (line !== null && !stands(line, message.body))
        broken.push(`${rule.id} points at line ${line}, which the mail does not have`)
      return broken
    }),
  ]
}

function reportClaims({ text, json, parsed, lines, report }: Outcome): readonly string[] {
  const broken = []
  // C6 of the threat model: a terminal must not act on what stands in a mail.
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  if (/[\0-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)) broken.push('the report holds controls')
  if (/^\s*::|##\[/m.test(text)) broken.push('the report holds a command for a CI runner')
  for (const [name, document] of [
    ['json', json],
    ['parse', parsed],
    ...lines.map((line) => ['ndjson', line] as const),
  ] as const) {
    if (!isJson(document)) broken.push(`the ${name} report is no JSON`)
  }
  if (lines.length !== report.messages) broken.push('a mail is missing from the ndjson')
  if (lines.some((line) => line.indexOf('\n') !== line.length - 1))
    broken.push('a line of the ndjson is not one line')
  return broken
}

/** A gate must not be passed by what it did not read. */
function problemClaims({ problems, report, code }: Outcome): readonly string[] {
  const broken = []
  const ids = report.reviews.flatMap((review) => review.series.messageIds)
  const limited = problems.some((problem) => problem.kind === 'limit')
  if (code !== 2 && (ids.length === 0 || limited))
    broken.push(`exit code ${code}, not judged whole`)
  if (problems.some(({ what }) => what.trim() === '')) broken.push('a problem is not spelled out')
  return broken
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

function stands(line: number, body: string): boolean {
  return line >= 1 && line <= body.split('\n').length
}
