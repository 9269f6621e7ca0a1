import type { FileDiff, Problem } from '../model.ts'
import { diffProblem } from './problems.ts'

/** Says which files a patch would write outside of the tree, or that are no plain files. */
export function unsafeFiles(files: readonly FileDiff[], messageId: string): readonly Problem[] {
  return files.flatMap((file) => {
    const paths = [...new Set([file.oldPath, file.newPath])].filter((path) => path !== null)
    const name = paths.at(-1) ?? ''
    const modes = new Set([file.oldMode, file.newMode])
    return [
      ...paths.flatMap((path) => {
        const why = whyUnsafe(path)
        const said = `"${path.slice(0, 200)}" ${why}`
        return why === null ? [] : [diffProblem('path-unsafe', messageId, file.mailLine, said)]
      }),
      ...(modes.has('120000') ? [diffProblem('symlink', messageId, file.mailLine, name)] : []),
      ...(modes.has('160000') ? [diffProblem('submodule', messageId, file.mailLine, name)] : []),
    ]
  })
}

/** What git apply does with such a path; null for a path that stays in the tree. */
function whyUnsafe(path: string): string | null {
  if (path.includes('\0')) return 'holds a NUL byte; git apply cuts it there'
  if (Buffer.byteLength(path) > 4096) return 'is longer than 4,096 bytes; git apply cannot open it'
  const parts = path.split('/')
  if (parts.includes('..') || path.startsWith('/'))
    return 'leads out of the tree; git apply refuses it (invalid path)'
  // As git does for the sake of other file systems (core.protectNTFS, core.protectHFS).
  if (path.split(/[/\\]/).some((part) => /^(?:\.git|git~1)[ .]*(?::|$)/i.test(part)))
    return 'leads into .git; git apply refuses it (invalid path)'
  if (/^(?:\\|[a-z]:)/i.test(path) || path.split('\\').includes('..'))
    return 'leads out of the tree on Windows; git apply takes it for a name'
  return null
}
