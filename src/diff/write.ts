import type { Hunk } from '../model.ts'

/** A hunk as git writes it, line by line: `@@ -3,2 +3,4 @@ section`, then its lines. */
export function hunkLines(hunk: Hunk): readonly string[] {
  const { range, section, lines } = hunk
  const head =
    range === null
      ? '@@'
      : `@@ -${side(range.oldStart, range.oldCount)} +${side(range.newStart, range.newCount)} @@`
  return [
    section === '' ? head : `${head} ${section}`,
    ...lines.flatMap(({ sign, text, noEol }) =>
      noEol ? [sign + text, '\\ No newline at end of file'] : [sign + text],
    ),
  ]
}

/** git leaves out a count of one. */
function side(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`
}
