/** Lines of a patch as bytes (one character each, without line feed), and how far git apply has read. */
export interface Cursor {
  readonly lines: readonly string[]
  /** Bytes from each line to the end. */
  readonly sizes: Float64Array
  /** git takes a last line without line feed for no line of a diff. */
  readonly closedTo: number
  at: number
  /** The line git would name: it does not count every line it takes, and neither do we. */
  line: number
  /** Components git takes off names; it guesses 0 from names without a slash, for good. */
  strip: number
  stripKnown: boolean
}

/** What git apply refuses, in its words. */
export class Refusal extends Error {
  /** Index of the line where reading stopped. */
  readonly at: number
  /** The files read before still count: git stops, but has not failed. */
  readonly partial: boolean
  constructor(text: string, at: number, partial = false) {
    super(text)
    this.at = at
    this.partial = partial
  }
}

/** `closed`: a line feed ends the last line. */
export function openCursor(lines: readonly string[], closed: boolean): Cursor {
  const sizes = new Float64Array(lines.length + 1)
  for (let i = lines.length - 1; i >= 0; i--)
    sizes[i] = (sizes[i + 1] ?? 0) + (lines[i]?.length ?? 0) + 1
  const closedTo = closed ? lines.length : lines.length - 1
  return { lines, sizes, closedTo, at: 0, line: 1, strip: 1, stripKnown: false }
}

export function lineAt(cursor: Cursor, at: number): string {
  return cursor.lines[at] ?? ''
}

/** Bytes left from a line on. */
export function sizeAt(cursor: Cursor, at: number): number {
  return cursor.sizes[Math.min(at, cursor.lines.length)] ?? 0
}
