/** One file of a pull request, as `pulls.listFiles` gives it. */
export interface PullFile {
  readonly filename: string
  readonly previous_filename?: string
  /** Hunks without a file header; absent for binary files and very large diffs. */
  readonly patch?: string
}

/** GitHub's names for the sides of a diff: LEFT takes removed lines, RIGHT added and context lines. */
export type DiffSide = 'LEFT' | 'RIGHT'

/** A line GitHub takes a review comment on. */
export interface DiffSpot {
  readonly side: DiffSide
  readonly line: number
  /** Without sign and line end. */
  readonly text: string
}

/** Every spot of a file's patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c" has RIGHT 1, LEFT 2 and RIGHT 2. */
export function diffSpots(patch: string): readonly DiffSpot[] {
  const spots: DiffSpot[] = []
  let [oldLine, newLine] = [0, 0]
  for (const row of patch.split('\n')) {
    const hunk = hunkHeader.exec(row)
    if (hunk) [oldLine, newLine] = [Number(hunk[1]), Number(hunk[2])]
    if (hunk) continue
    const text = withoutReturn(row.slice(1))
    // A row of length 0 is a context line whose blank was cut, or the end of the text.
    if (row.startsWith('-')) spots.push({ side: 'LEFT', line: oldLine, text })
    if (row.startsWith('+') || row.startsWith(' '))
      spots.push({ side: 'RIGHT', line: newLine, text })
    if (!row.startsWith('+') && !row.startsWith('\\')) oldLine += 1
    if (!row.startsWith('-') && !row.startsWith('\\')) newLine += 1
  }
  return spots
}

const hunkHeader = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/

/** A carriage return belongs to the line end here: mail may have lost it on the way. */
export function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
