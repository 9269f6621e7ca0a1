import type { TextLine, Trailer } from '../model.ts'
import { isBlank } from './lines.ts'

/**
 * Reads the trailers of a log as git interpret-trailers does: the last paragraph, when all of it
 * is trailers, or when git itself wrote one of them and a quarter of the lines are. `Cc:
 * stable@vger.kernel.org # v5.10+` keeps its comment.
 */
export function parseTrailers(log: readonly TextLine[]): readonly Trailer[] {
  const block = lastParagraph(log)
  const trailers: (Omit<Trailer, 'value'> & { readonly parts: string[] })[] = []
  let other = 0
  let byGit = false
  let open = false
  for (const { text, mailLine } of block) {
    const last = trailers.at(-1)
    if (/^[ \t]/.test(text) && open && last !== undefined) {
      last.parts.push(text.trim())
      continue
    }
    byGit ||= /^(?:Signed-off-by: |\(cherry picked from commit )/.test(text)
    const m = trailerLine.exec(text)
    open = m !== null
    if (m !== null)
      trailers.push({ key: m[1] ?? '', parts: [(m[2] ?? '').trim()], mailLine, from: null })
    else if (!text.startsWith('#')) other++
  }
  const isBlock = other === 0 || (byGit && trailers.length * 3 >= other)
  if (!isBlock) return []
  return trailers.map(({ parts, ...trailer }) => ({ ...trailer, value: parts.join(' ').trim() }))
}

// "Reviewed-by: x"; git allows a blank before the colon, and asks for none behind it.
const trailerLine = /^([A-Za-z0-9][A-Za-z0-9-]*) ?:(.*)$/

function lastParagraph(log: readonly TextLine[]): readonly TextLine[] {
  let end = log.length
  while (end > 0 && isBlankAt(log, end - 1)) end--
  let start = end
  while (start > 0 && !isBlankAt(log, start - 1)) start--
  return log.slice(start, end)
}

function isBlankAt(log: readonly TextLine[], at: number): boolean {
  const line = log[at]
  return line !== undefined && isBlank(line)
}
