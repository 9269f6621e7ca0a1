import type { FileStatus, TextLine } from '../model.ts'
import { gitFields } from './git-fields.ts'
import { isBare, withoutCr } from './header.ts'
import type { FileHeader, Names } from './header.ts'
import { readGitName, splitNames, squash, stripOne } from './path.ts'

/** Reads the lines from `diff --git` on; null when it is a lone line, which git takes for text. */
export function readGitHeader(
  lines: readonly TextLine[],
  from: number,
  named: ReadonlySet<string>,
  quoted: boolean,
): FileHeader | null {
  const first = lines[from]
  if (first === undefined) return null
  const fields = new Map<string, string>()
  let next = from + 1
  for (; next < lines.length; next++) {
    const field = readField(lines[next]?.text ?? '')
    if (field === null) break
    // A second --- is the next file's (a non-git one).
    if (field.key === '--- ' && fields.has('--- ')) break
    fields.set(field.key, field.value)
  }
  // git takes a lone `diff --git` line for text (git_hdr_len <= len in find_header).
  if (next === from + 1 && !quoted) return null

  const split = splitNames(withoutCr(first.text).slice('diff --git '.length))
  const minus = nameOf(fields.get('--- '), 'tab')
  const plus = nameOf(fields.get('+++ '), 'tab')
  const raw: Names = {
    old: minus !== null && minus !== '/dev/null' ? minus : (split?.[0] ?? null),
    new: plus !== null && plus !== '/dev/null' ? plus : (split?.[1] ?? null),
  }
  const bare = isBare(raw, named)
  const strip = (name: string | null, side: string | null) => {
    if (name === null) return null
    const path = bare ? name : stripOne(name)
    // git makes one slash of several, except in what only the `diff --git` line says.
    return name === side ? squash(path) : path
  }
  const moved = {
    from: nameOf(fields.get('rename from ') ?? fields.get('rename old '), 'line'),
    to: nameOf(fields.get('rename to ') ?? fields.get('rename new '), 'line'),
  }
  const copied = {
    from: nameOf(fields.get('copy from '), 'line'),
    to: nameOf(fields.get('copy to '), 'line'),
  }
  const status = statusOf(fields, minus, plus, moved.to, copied.to)
  const index = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]{6}))?$/.exec(
    fields.get('index ') ?? '',
  )
  const similarity = /^(\d{1,3})%$/.exec(fields.get('similarity index ') ?? '')
  return {
    oldPath: status === 'added' ? null : (moved.from ?? copied.from ?? strip(raw.old, minus)),
    newPath: status === 'deleted' ? null : (moved.to ?? copied.to ?? strip(raw.new, plus)),
    oldBlob: index?.[1] ?? null,
    newBlob: index?.[2] ?? null,
    oldMode: fields.get('old mode ') ?? fields.get('deleted file mode ') ?? index?.[3] ?? null,
    newMode: fields.get('new mode ') ?? fields.get('new file mode ') ?? index?.[3] ?? null,
    similarity: similarity === null ? null : Number(similarity[1]),
    status,
    bare,
    crlf: first.text.endsWith('\r'),
    mailLine: first.mailLine,
    next,
  }
}

function readField(text: string): { readonly key: string; readonly value: string } | null {
  const key = gitFields.find((k) => text.startsWith(k))
  return key === undefined ? null : { key, value: withoutCr(text).slice(key.length) }
}

function nameOf(value: string | undefined, end: 'tab' | 'line'): string | null {
  if (value === undefined) return null
  const name = readGitName(value, end)
  return end === 'line' ? squash(name) : name
}

function statusOf(
  fields: ReadonlyMap<string, string>,
  minus: string | null,
  plus: string | null,
  moved: string | null,
  copied: string | null,
): FileStatus {
  if (fields.has('new file mode ') || minus === '/dev/null') return 'added'
  if (fields.has('deleted file mode ') || plus === '/dev/null') return 'deleted'
  if (moved !== null) return 'renamed'
  return copied === null ? 'modified' : 'copied'
}
