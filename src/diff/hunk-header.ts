import type { HunkRange } from '../model.ts'

// "@@ -864,16 +864,7 @@ static u64 f(void)"; git takes an omitted count as 1 (parse_range in
// apply.c).
const pattern = /^@@ -(\d{1,20})(?:,(\d{1,20}))? \+(\d{1,20})(?:,(\d{1,20}))? @@(.*)$/s

/** Reads an `@@` line; null when it is none. */
export function readHunkHeader(
  text: string,
): { readonly range: HunkRange; readonly section: string } | null {
  if (!text.startsWith('@@ -')) return null
  const match = pattern.exec(text)
  if (match === null) return null
  return {
    range: {
      oldStart: Number(match[1]),
      oldCount: Number(match[2] ?? 1),
      newStart: Number(match[3]),
      newCount: Number(match[4] ?? 1),
    },
    section: (match[5] ?? '').trim(),
  }
}
