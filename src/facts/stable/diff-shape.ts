import type { DiffLine } from '../../model.ts'
import { commentLines } from '../comments.ts'
import type { Look } from './look.ts'

/** What a diff does as a whole, where one word says it: 'comments', 'blanks', 'names', 'moves', ... */
export type Shape =
  | 'comments'
  | 'docs'
  | 'blanks'
  | 'names'
  | 'includes'
  | 'messages'
  | 'annotations'
  | 'moves'
  | 'deletions'

/** How a shape is said: "the diff ..." */
export const SHAPE_SAID: Readonly<Record<Shape, string>> = {
  comments: 'changes comments only',
  docs: 'changes documentation only',
  blanks: 'changes white space only',
  names: 'changes names only',
  includes: 'changes #include lines only',
  messages: 'changes messages only',
  annotations: 'changes annotations only',
  moves: 'moves lines and changes none',
  deletions: 'only takes code away',
}

/** The one shape of a diff; null where it does what no word says. */
export function shapeOf(look: Look): Shape | null {
  const { added, removed } = look
  if (added.length + removed.length === 0) return look.all.length > 0 ? 'blanks' : null
  if (look.paths.every((path) => DOCS.test(path))) return 'docs'
  if (commentsOnly(look)) return 'comments'
  if (blanksOnly(look)) return 'blanks'
  if (added.length > 0 && added.toSorted().join('\n') === removed.toSorted().join('\n'))
    return 'moves'
  if ([...added, ...removed].every((line) => line.startsWith('#include'))) return 'includes'
  if (pairsDiffer(added, removed, annotation)) return 'annotations'
  if (namesOnly(added, removed)) return 'names'
  if (pairsDiffer(added, removed, message) && !added.some((line) => SETS_NAME.test(line)))
    return 'messages'
  return added.length === 0 && !stopsDoing(look) ? 'deletions' : null
}

/**
 * A call for its own sake goes, or one that gives something back: it may have been one too many, and then that
 * is the repair.
 */
export function stopsDoing({ added, removed }: Pick<Look, 'added' | 'removed'>): boolean {
  if (added.length === 0) return removed.some((line) => /^\w{1,80}\(.*\);$/.test(line))
  // What is given back with the device is given back all the same.
  if (added.length >= removed.length || added.some((line) => line.includes('devm_'))) return false
  return givingBack(removed) > givingBack(added)
}

function givingBack(lines: readonly string[]): number {
  return lines.filter((line) => GIVES_BACK.test(/^(\w{1,80})\(/.exec(line)?.[1] ?? '')).length
}

/** "release_mem_region", "kfree", "of_node_put": names of statements of their own. */
const GIVES_BACK =
  /(?:^|_)k?v?free|(?:^|_)put|release|unregister|unmap|unlock|destroy|disable|cleanup|(?:^|_)del(?:_|$)/

/** Paths of what is read by people and schemas only. */
export const DOCS = /^Documentation\/|^MAINTAINERS$|\/README(?:\.\w+)?$|\.rst$/

function commentsOnly({ patch, all }: Look): boolean {
  if (!patch.files.every((file) => /\.[chS]$/.test(file.newPath ?? file.oldPath ?? '')))
    return false
  const comment = new Set(
    patch.files.flatMap((file) => file.hunks.flatMap((hunk) => [...commentLines(hunk)])),
  )
  // A line of nothing but a string counts as comment there; here it does not.
  const isComment = ({ text, mailLine }: DiffLine): boolean =>
    text.trim() === '' || (comment.has(mailLine) && !text.trim().startsWith('"'))
  return all.every(({ line }) => isComment(line))
}

/** Each hunk reads the same before and after once white space is gone; lines that move do not. */
function blanksOnly({ patch }: Look): boolean {
  const squeeze = (lines: readonly DiffLine[], gone: '+' | '-'): string =>
    lines
      .filter(({ sign }) => sign !== gone)
      .map(({ text }) => withoutBlanks(text))
      .join('')
  return patch.files.every((file) =>
    file.hunks.every(({ lines }) => squeeze(lines, '+') === squeeze(lines, '-')),
  )
}

/** White space in a string is text. */
function withoutBlanks(line: string): string {
  return line.replace(/"[^"]{0,300}"|\s+/g, (part) => (part.startsWith('"') ? part : ''))
}

/** Line by line the same once `blank` has taken out what may differ. */
function pairsDiffer(
  added: readonly string[],
  removed: readonly string[],
  blank: (line: string) => string,
): boolean {
  return (
    added.length > 0 &&
    added.length === removed.length &&
    added.every((line, i) => blank(line) === blank(removed[i] ?? ''))
  )
}

/** `.name = "foo",` and `"foo-bar",`: a string that something is found by is no message. */
const SETS_NAME = /=\s*"|^"[^"\s]{1,100}",?$/

function annotation(line: string): string {
  return withoutBlanks(
    line.replace(
      /\b(?:static|const|extern|inline|noinline|__init|__exit|__initdata|__initconst|__ro_after_init|__maybe_unused|__user|__iomem|__percpu|__printf\(\d, ?\d\)|noinstr|__always_inline)\b/g,
      '',
    ),
  )
}

function message(line: string): string {
  return line
    .replace(/"[^"]{0,300}"/g, '""')
    .replace(/\b(?:pr|dev|netdev)_(?:err|warn|info|dbg|notice)\w*/g, 'log')
}

/**
 * A name that the patch itself declares gets another name; numbers, operators and strings stay. Where the
 * declaration is not touched, another thing is used, and that may well be a fix.
 */
function namesOnly(added: readonly string[], removed: readonly string[]): boolean {
  if (removed.length < 2 || removed.length !== added.length) return false
  const to = new Map<string, string>()
  let declared = false
  for (const [i, line] of removed.entries()) {
    const a = line.match(WORD) ?? []
    const b = (added[i] ?? '').match(WORD) ?? []
    if (a.length !== b.length) return false
    for (const [j, word] of a.entries()) {
      const other = b[j] ?? ''
      const known = to.get(word)
      if (known !== undefined && known !== other) return false
      to.set(word, other)
      if (word === other) continue
      if (!NAME.test(word) || !NAME.test(other)) return false
      declared ||= declares(a, j)
    }
  }
  // A name that stood there before is another thing, not a new name.
  return declared && [...to].every(([from, name]) => from === name || !to.has(name))
}

/** "int index," and "struct foo *foo;" and "#define FOO": a word or a star before, no keyword that takes a value. */
function declares(words: readonly string[], at: number): boolean {
  const before = words[at - 1] === '*' ? (words[at - 2] ?? '') : (words[at - 1] ?? '')
  return NAME.test(before) && !/^(?:return|goto|case|else|sizeof|in)$/.test(before)
}

const NAME = /^[A-Za-z_]/
const WORD = /[A-Za-z_]\w*|[^\sA-Za-z_]/g
