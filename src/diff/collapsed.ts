import type { FileDiff } from '../model.ts'

/**
 * The first mail line that shows that a web page or mailer turned the tabs of a C file into single
 * blanks, or null. Kernel C is indented by tabs; one blank stands only before ` * ` in comments
 * and, in old code, before labels.
 */
export function hasCollapsedTabs(file: FileDiff): number | null {
  const path = file.newPath ?? file.oldPath
  if (path !== null && !/\.[chS]$/.test(path)) return null
  const lines = file.hunks.flatMap((h) => h.lines)
  if (lines.some((l) => l.text.startsWith('\t') || l.text.startsWith('  '))) return null
  const single = lines.find((l) => /^ [^\s*]/.test(l.text) && !/^ \w+:\s*$/.test(l.text))
  return single?.mailLine ?? null
}
