import type { DiffLine, Message, Patch, Remark, Side } from '../model.ts'
import { readPatch } from '../diff/patch.ts'
import { quotedPatches } from '../mail/quoted.ts'
import type { PatchLines, Place } from './patch-lines.ts'
import type { ReplyLine } from './reply-lines.ts'

type Anchor = Pick<Remark, 'quote' | 'path' | 'side' | 'line'>

/** Finds what quoted lines of one reply are lines of. */
export interface Anchors {
  readonly of: (line: ReplyLine | null) => Anchor
}

/** A line of a quoted diff, with the file it stands in. */
interface Quoted {
  readonly line: DiffLine
  readonly path: string | null
}

/**
 * Reads the diffs quoted in a reply. A quoted line is a line of the diff when the answered patch has
 * it; where that patch is not at hand, when it stands in a quoted diff.
 */
export function openAnchors(message: Message, answers: PatchLines | null): Anchors {
  const quoted = new Map<number, Quoted>()
  const headers = new Map<number, string>()
  for (const text of quotedPatches(message)) {
    const patch = readPatch(message, text)
    for (const [mailLine, found] of linesOfPatch(patch)) quoted.set(mailLine, found)
    for (const f of patch.files) {
      const path = f.newPath ?? f.oldPath
      if (path !== null) headers.set(f.mailLine, path)
    }
  }
  let last = 0
  return {
    of: (line) => {
      if (line === null) return { quote: null, path: null, side: null, line: null }
      const found = quoted.get(line.mailLine)
      const place = answers === null ? null : placeOf(line, found, quoted, answers, last)
      if (place !== null) {
        last = place.index
        const quote = found?.line.text ?? place.text
        return { quote, path: place.path, side: place.side, line: place.line }
      }
      const path = headers.get(line.mailLine) ?? null
      const text = found?.line.text ?? bare(line.rest)
      if (found === undefined) return { quote: text, path, side: null, line: null }
      // Lines that the patch does not have are of another diff, unless its mailer mangled them.
      if (answers !== null && (found.path === null || !answers.paths.has(found.path)))
        return { quote: text, path: null, side: null, line: null }
      return { quote: text, path: found.path, ...numbered(found.line) }
    },
  }
}

function bare(rest: string): string {
  return rest.startsWith(' ') ? rest.slice(1).trimEnd() : rest.trimEnd()
}

function* linesOfPatch(patch: Patch): Generator<readonly [number, Quoted]> {
  for (const file of patch.files) {
    for (const hunk of file.hunks) {
      for (const line of hunk.lines) {
        const path = (line.sign === '-' ? file.oldPath : file.newPath) ?? file.oldPath
        yield [line.mailLine, { line, path }]
      }
    }
  }
}

function numbered(line: DiffLine): { readonly side: Side; readonly line: number | null } {
  return line.sign === '-'
    ? { side: 'old', line: line.oldLine }
    : { side: 'new', line: line.newLine }
}

function placeOf(
  line: ReplyLine,
  found: Quoted | undefined,
  quoted: ReadonlyMap<number, Quoted>,
  answers: PatchLines,
  last: number,
): Place | null {
  if (found === undefined) {
    // The only line that is left of a hunk is not read as a diff.
    const text = bare(line.rest)
    if (!/^[+-]?.*\S{3}/.test(text)) return null
    return answers.find({
      texts: [text, line.rest],
      before: [],
      after: [],
      near: last,
      number: null,
    })
  }
  const { side, line: number } = numbered(found.line)
  return answers.find({
    texts: [found.line.sign + found.line.text],
    before: neighbours(line.mailLine, -1, quoted),
    after: neighbours(line.mailLine, 1, quoted),
    near: last,
    number: number === null ? null : { path: found.path, side, line: number },
  })
}

// The quoted lines next to it, nearest first: they tell which "return ret;" is meant.
function neighbours(
  mailLine: number,
  step: number,
  quoted: ReadonlyMap<number, Quoted>,
): readonly string[] {
  const texts: string[] = []
  for (let at = mailLine + step; texts.length < 8; at += step) {
    const found = quoted.get(at)
    if (found === undefined) break
    texts.push(found.line.sign + found.line.text)
  }
  return texts
}
