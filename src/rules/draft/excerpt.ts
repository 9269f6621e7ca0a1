import type { DiffLine, FileDiff, Hunk, Patch } from '../../model.ts'
import type { Anonymous } from './names.ts'
import type { LineSpot, Spot } from './remarks.ts'

/** A patch cut to what a remark is about, as the quoted lines of an example. */
export interface Excerpt {
  readonly lines: readonly string[]
  /** Index of the line that the remark stands under. */
  readonly at: number
}

/** Lines of a hunk shown above and below the one that is spoken of. */
const ABOVE = 24
const BELOW = 10

const SIGNED_OFF = 'Signed-off-by: A Developer <dev@example.org>'

/** The mail of the first example: the patch that was reviewed, cut to the hunk around the remark. */
export function speakingExcerpt(spot: Spot, patch: Patch | null, hide: Anonymous): Excerpt {
  const title = hide(patch?.text.title ?? '').trim() || 'example: change something'
  const head = [`Subject: [PATCH] ${title}`, '']
  const part = partOf(spot, patch)
  const diff = part === null ? SMALL : diffLines(part.file, part.hunk, part.from, part.to)
  const log =
    spot.kind === 'log' || spot.kind === 'trailer'
      ? logOf(spot, patch).map((line) => hide(line))
      : [SIGNED_OFF]
  const lines = [...head, ...log, '---', ...diff.map((line) => hide(line))]
  return { lines, at: placeOf(spot, lines, part, hide) }
}

function placeOf(spot: Spot, lines: readonly string[], part: Part | null, hide: Anonymous): number {
  if (spot.kind === 'subject') return 0
  if (spot.kind === 'line' && part !== null) {
    const start = lines.findIndex((line) => line.startsWith('@@ '))
    return start + 1 + part.hunk.lines.indexOf(spot.line) - part.from
  }
  const wanted = squeeze(hide(spot.kind === 'log' ? spot.quote : wholeTrailer(spot)))
  return Math.max(
    0,
    lines.findIndex((line) => squeeze(line) === wanted),
  )
}

function wholeTrailer(spot: Spot): string {
  return spot.kind === 'trailer' ? `${spot.key}: ${spot.value}` : ''
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

/** The log, or of a long one what stands around the line; always with that line. */
function logOf(spot: Spot, patch: Patch | null): readonly string[] {
  const wanted = spot.kind === 'log' ? spot.quote : wholeTrailer(spot)
  const log = (patch?.text.log ?? []).map((line) => line.text.trimEnd())
  // What would end the log, or be read as a mail of its own, is no line of it.
  const safe = log.filter((line) => !/^(?:---|diff |Index: |From )/.test(line))
  const at = safe.findIndex((line) => squeeze(line) === squeeze(wanted))
  if (at < 0) return [wanted, ...(spot.kind === 'log' ? ['', SIGNED_OFF] : [SIGNED_OFF])]
  const lines = safe.slice(spot.kind === 'log' ? Math.max(0, at - 8) : lastParagraph(safe, at))
  return trimmed(lines)
}

function lastParagraph(log: readonly string[], at: number): number {
  return log.slice(0, at).lastIndexOf('') + 1
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== '')
  return first < 0 ? [SIGNED_OFF] : lines.slice(first, lines.findLastIndex((l) => l !== '') + 1)
}

interface Part {
  readonly file: FileDiff
  readonly hunk: Hunk
  /** The lines of the hunk that are shown. */
  readonly from: number
  readonly to: number
}

function partOf(spot: Spot, patch: Patch | null): Part | null {
  if (spot.kind === 'line') return around(spot)
  const file = patch?.files.find(({ hunks }) => hunks.some((hunk) => hunk.lines.length > 0))
  const hunk = file?.hunks.find(({ lines }) => lines.some(({ sign }) => sign !== ' '))
  if (file === undefined || hunk === undefined) return null
  const first = hunk.lines.findIndex(({ sign }) => sign !== ' ')
  return { file, hunk, from: Math.max(0, first - 3), to: Math.min(hunk.lines.length, first + 5) }
}

function around({ file, hunk, line }: LineSpot): Part {
  const at = hunk.lines.indexOf(line)
  const isShort = hunk.lines.length <= ABOVE + BELOW + 10
  let from = isShort ? 0 : Math.max(0, at - ABOVE)
  let to = isShort ? hunk.lines.length : Math.min(hunk.lines.length, at + BELOW + 1)
  // What is about a definition begins where that does, if it is not far above.
  const opens = hunk.lines.slice(from, at + 1).findLastIndex(({ text }, i, shown) => {
    const isFirst = i === 0 || isEnd(shown[i - 1]?.text ?? '')
    return isFirst && /^(?:[A-Za-z_]\w*[ *(]|#)/.test(text)
  })
  if (!isShort && opens > 0) from += opens
  const ends = hunk.lines.slice(at, at + 25).findIndex(({ text }) => text.startsWith('}'))
  if (!isShort && ends >= 0) to = at + ends + 1
  while (from > 0 && !hunk.lines.slice(from, to).some(({ sign }) => sign !== ' ')) from--
  while (to < hunk.lines.length && !hunk.lines.slice(from, to).some(({ sign }) => sign !== ' '))
    to++
  return { file, hunk, from, to }
}

/** What stands right above a definition: nothing, or the end of its comment. */
function isEnd(text: string): boolean {
  const bare = text.trim()
  return bare === '' || bare.endsWith('*/')
}

/** A diff where the patch is not at hand at all. */
const SMALL: readonly string[] = [
  'diff --git a/example/example.c b/example/example.c',
  '--- a/example/example.c',
  '+++ b/example/example.c',
  '@@ -1,2 +1,3 @@ void example(void)',
  ' \tone();',
  '+\ttwo();',
  ' \tthree();',
]

function diffLines(file: FileDiff, hunk: Hunk, from: number, to: number): readonly string[] {
  const shown = hunk.lines.slice(from, to)
  const text = shown.map(({ sign, text: line }) => `${sign}${line.replace(/\r$/, '')}`)
  return [...headerOf(file), rangeOf(hunk, from, shown, file), ...text]
}

/** The header of a file as git writes it. */
function headerOf(file: FileDiff): readonly string[] {
  const path = file.newPath ?? file.oldPath ?? 'example/example.c'
  const added = file.status === 'added'
  const deleted = file.status === 'deleted'
  return [
    `diff --git a/${path} b/${path}`,
    ...(added ? ['new file mode 100644'] : deleted ? ['deleted file mode 100644'] : []),
    added ? '--- /dev/null' : `--- a/${path}`,
    deleted ? '+++ /dev/null' : `+++ b/${path}`,
  ]
}

function rangeOf(
  hunk: Hunk,
  from: number,
  shown: readonly DiffLine[],
  { status }: FileDiff,
): string {
  const before = hunk.lines.slice(0, from)
  const count = (lines: readonly DiffLine[], not: '+' | '-'): number =>
    lines.filter(({ sign }) => sign !== not).length
  const olds = count(shown, '+')
  const news = count(shown, '-')
  const start = (first: number, more: number): number => Math.max(1, first) + more
  const oldStart = olds === 0 ? 0 : start(hunk.range?.oldStart ?? 1, count(before, '+'))
  const newStart = news === 0 ? 0 : start(hunk.range?.newStart ?? 1, count(before, '-'))
  const whole = status === 'added' || status === 'deleted'
  const old = olds === 0 && !whole ? Math.max(0, newStart - 1) : oldStart
  const section = sectionAt(hunk, from)
  const ranges = `@@ -${whole ? Math.min(oldStart, 1) : old},${olds} +${whole ? Math.min(newStart, 1) : newStart},${news} @@`
  return section === '' ? ranges : `${ranges} ${section}`
}

/** The line that opens what the first line shown stands in, as git puts it behind the second `@@`. */
function sectionAt(hunk: Hunk, from: number): string {
  // What begins a definition stands in none.
  if (from > 0 && /^[A-Za-z_#]/.test(hunk.lines[from]?.text ?? '')) return ''
  const above = hunk.lines
    .slice(0, from)
    .findLast(({ sign, text }) => sign !== '-' && /^[A-Za-z_$]/.test(text) && !/^\w+:/.test(text))
  return (above?.text ?? hunk.section).trim().slice(0, 80).trim()
}

/**
 * The mail of the second example: of code, the same lines as they were there before, with a change beside
 * them; of anything else, a patch that has nothing of it.
 */
export function silentExcerpt(spot: Spot, patch: Patch | null, hide: Anonymous): readonly string[] {
  const signed = spot.kind === 'trailer' && /^signed-off-by$/i.test(spot.key) ? 'TODO' : SIGNED_OFF
  const head = ['Subject: [PATCH] TODO: a patch that is right', '', signed, '---']
  const part = spot.kind === 'line' ? partOf(spot, patch) : null
  if (part === null || spot.kind !== 'line') return [...head, ...SMALL]
  const gone = spot.line.sign === '-' ? '+' : '-'
  const shown = part.hunk.lines.slice(part.from, part.to).filter(({ sign }) => sign !== gone)
  const path = part.file.newPath ?? part.file.oldPath ?? 'example/example.c'
  const note = /\.(?:[chsS]|dtsi?)$/.test(path) ? '/* TODO: change something else */' : '# TODO'
  const section = sectionAt(part.hunk, part.from)
  const count = shown.length
  const header = headerOf({ ...part.file, status: 'modified' })
  return [
    ...head,
    ...header,
    `@@ -1,${count} +1,${count + 1} @@${section === '' ? '' : ` ${section}`}`,
    ...shown.map(({ text }) => ` ${text.replace(/\r$/, '')}`),
    `+${note}`,
  ].map((line) => hide(line))
}
