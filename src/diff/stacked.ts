import type { FileDiff, Problem, TextLine } from '../model.ts'
import { diffProblem } from './problems.ts'

/**
 * Says that a mail holds more than one patch: below the first file a "---" ends another log, and more files
 * follow. Where the first diff has no "---" above it, it stands in the log itself.
 */
export function stackedPatches(
  lines: readonly TextLine[],
  files: readonly FileDiff[],
  separated: boolean,
  messageId: string,
): readonly Problem[] {
  const starts = files.map((file) => file.mailLine)
  const last = starts.at(-1) ?? 0
  const alike = lines.filter(
    ({ text, mailLine }) =>
      mailLine > (starts[0] ?? 0) && mailLine < last && /^---[ \t\r]*$/.test(text),
  )
  if (alike.length === 0) return []
  // The removed line "--" of a hunk looks the same.
  const changed = new Set(
    files.flatMap((f) => f.hunks.flatMap((h) => h.lines.map((l) => l.mailLine))),
  )
  const separators = alike.filter(({ mailLine }) => !changed.has(mailLine))
  if (separators.length === 0) return []
  const line = separators[0]?.mailLine ?? null
  let next = 0
  // Two "---" in front of the same file are of one patch.
  const behind = separators.map(({ mailLine }) => {
    while ((starts[next] ?? Infinity) < mailLine) next++
    return next
  })
  const patches = new Set(behind).size + 1
  if (!separated && patches === 2) return [diffProblem('diff-in-log', messageId, starts[0] ?? null)]
  return [diffProblem('several-patches', messageId, line, String(patches))]
}

/** Says which files have two parts in one patch. */
export function doubleFiles(files: readonly FileDiff[], messageId: string): readonly Problem[] {
  const seen = new Set<string>()
  const told = new Set<string>()
  const problems: Problem[] = []
  for (const file of files) {
    const path = file.newPath ?? file.oldPath
    if (path === null) continue
    if (seen.has(path) && !told.has(path)) {
      told.add(path)
      problems.push(diffProblem('file-twice', messageId, file.mailLine, path))
    }
    seen.add(path)
  }
  return problems
}
