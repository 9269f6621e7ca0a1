import type { Message, Patch } from '../model.ts'

/** What git mailinfo writes to its two files. */
interface MailInfo {
  /** The log, in UTF-8. */
  readonly log: string
  /** The patch: everything from the line that ends the log on, which is "---", notes, diffstat, diff, signature. */
  readonly patch: string
  /** The same after transfer decoding only, one character per byte. */
  readonly patchBytes: string
}

/**
 * Log and patch as git mailinfo hands them on. Where an encoding protects CRLF line ends we read LF, but git keeps
 * the CRs, so they are put back.
 */
export function asGit(message: Message, text: Patch['text']): MailInfo {
  const bytes = Buffer.from(message.bodyBytes).toString('latin1')
  const first = patchStart(message, text)
  const body = bytes.includes('\r') ? withCrOf(bytes, message.body) : message.body
  const lines = body.split('\n')
  const log = text.log.map((line) => `${lines[line.mailLine - 1] ?? line.text}\n`)
  return { log: log.join(''), patch: linesFrom(body, first), patchBytes: linesFrom(bytes, first) }
}

/** How many lines of the body stand above the patch. */
function patchStart(message: Message, text: Patch['text']): number {
  const above = text.log.at(-1)?.mailLine
  if (above !== undefined) return above
  const diffLine = text.diff[0]?.mailLine ?? 1
  const lines = message.body.split('\n', diffLine - 1)
  const separator = lines.findIndex((line) => /^---[ \t]*$/.test(line))
  return separator < 0 ? diffLine - 1 : separator
}

function withCrOf(bytes: string, body: string): string {
  const raw = bytes.split('\n')
  const lines = body.split('\n')
  // UTF-16 is handed out as UTF-8: then the lines are not the same.
  if (raw.length !== lines.length) return body
  return lines
    .map((line, i) =>
      raw[i]?.endsWith('\r') === true && !line.endsWith('\r') ? `${line}\r` : line,
    )
    .join('\n')
}

/** The text from line `first` on, counted from 0. */
function linesFrom(text: string, first: number): string {
  let at = 0
  for (let line = 0; line < first; line++) at = text.indexOf('\n', at) + 1
  return text.slice(at)
}
