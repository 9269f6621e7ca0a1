import type { DiffLine, FileDiff, Message, Remark, Side } from '../model.ts'
import { readDiff } from '../diff/read.ts'
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
 * it, for another diff may be quoted; where that patch is not at hand, when it stands in a quoted diff.
 */
export function openAnchors(message: Message, answers: PatchLines | null): Anchors {
  const quoted = new Map<number, Quoted>()
  const headers = new Map<number, string>()
  for (const text of quotedPatches(message)) {
    const { messageId } = message
    const { files } = readDiff(text.diff, { messageId, diffstat: text.diffstat, quoted: true })
    for (const [mailLine, found] of linesOfFiles(files)) quoted.set(mailLine, found)
    for (const f of files) {
      const path = f.newPath ?? f.oldPath
      if (path !== null && (answers === null || answers.paths.has(path)))
        headers.set(f.mailLine, path)
    }
  }
  let last = -1
  const find = (line: ReplyLine): Anchor => {
    const found = quoted.get(line.mailLine)
    const place = answers === null ? null : placeOf(line, found, quoted, answers, last)
    if (place !== null) {
      last = place.index
      const quote = found?.line.text ?? place.text
      return { quote, path: place.path, side: place.side, line: place.line }
    }
    const quote = found?.line.text ?? bare(line.rest)
    if (found !== undefined && answers === null)
      return { quote, path: found.path, ...numbered(found.line) }
    return { quote, path: headers.get(line.mailLine) ?? null, side: null, line: null }
  }
  // Two remarks may stand under one line, with an empty quote between them.
  let known: { readonly mailLine: number; readonly anchor: Anchor } | null = null
  return {
    of: (line) => {
      if (line === null) return { quote: null, path: null, side: null, line: null }
      if (known?.mailLine !== line.mailLine) known = { mailLine: line.mailLine, anchor: find(line) }
      return known.anchor
    },
  }
}

function bare(rest: string): string {
  return rest.startsWith(' ') ? rest.slice(1).trimEnd() : rest.trimEnd()
}

function* linesOfFiles(files: readonly FileDiff[]): Generator<readonly [number, Quoted]> {
  for (const file of files) {
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
