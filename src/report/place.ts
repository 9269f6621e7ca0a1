import type { Anchor } from '../model.ts'

/** The line of the file after the patch that a comment is about, for surfaces that only know files. */
interface FileLine {
  readonly path: string
  readonly line: number
}

/**
 * `{path, line}` where the comment stands on a line of the new file; null for the rest. A path comes from a
 * stranger's mail: an absolute one or one that climbs out (`../`) names nothing in the repository.
 */
export function fileLine(anchor: Anchor): FileLine | null {
  if (anchor.kind !== 'line' || anchor.side === 'old') return null
  if (anchor.path === null || anchor.line === null || anchor.line < 1) return null
  const parts = anchor.path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return null
  return { path: anchor.path, line: anchor.line }
}

/** A place in words: `drivers/x.c:12`, `Cc: stable@vger.kernel.org`, `subject`, `log`. */
export function placeName(anchor: Anchor): string {
  if (anchor.kind === 'trailer') return `${anchor.key}: ${anchor.value}`
  if (anchor.kind === 'cover') return 'cover letter'
  if (anchor.kind !== 'line') return anchor.kind
  const { path, line } = anchor
  if (path === null) return `line ${anchor.mailLine} of the mail`
  if (line === null) return `${path}, line ${anchor.mailLine} of the mail`
  return anchor.side === 'old' ? `${path}:${line} (old)` : `${path}:${line}`
}
