import type { DiffLine, FileDiff, Hunk, Patch } from '../../model.ts'
import { identifiers } from '../../c/lexer.ts'
import { pathOf, whereOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import type { Situation } from '../situation.ts'
import { type Declared, declaredBy, numberOf } from './names.ts'

export const breaksUapi = defineVerb({
  name: 'breaks-uapi',
  doc: 'A header below uapi/ loses a define, an enumerator or a field, gets another number for one, or gets an enumerator in front of others that are counted by their place. The object binds the deed ("removes LAMP_ON"). Unknown for patches of the series that are missing; no for what stands on an added line of any patch of the series, what an earlier one added, what the tree does not have, comments, guards, padding and ends of lists, deleted files, reverts, and mails whose subject does not say PATCH.',
  example: 'patch breaks-uapi $DEED',
  needs: 'series',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch, series } = situation
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch')
    if (!patch.message.subject.isPatch) return no('a diff in a mail that is not sent as a patch')
    if (/\brevert\b/i.test(patch.text.title)) return no('a revert')
    const files = patch.files.filter(
      (file) => UAPI.test(file.oldPath ?? '') && file.status !== 'deleted',
    )
    if (files.length === 0) return no('no header of the uapi')
    if (series.missing.length > 0) return unknown('patches of the series are missing')
    const added = situation.perSeries(breaksUapi, () => addedWords(series.patches))
    const breaks = files.flatMap((file) => {
      const before = numbersBefore(file)
      return file.hunks
        .flatMap((hunk) => [...lost(hunk, added), ...renumbered(hunk, before), ...pushed(hunk)])
        .filter(({ name }) => isPublished(name, file, added, situation))
        .map((found) => ({ ...found, file }))
    })
    if (breaks.length === 0) return no('nothing that is there goes')
    return yes(
      ...breaks.slice(0, 1).map(({ file, line, deed }) => ({
        bind: bindHole(object, deed),
        said: `it ${deed}`,
        where: whereOf(patch, file, line),
        places: [{ kind: 'line' as const, file, line }],
      })),
    )
  },
})

/** Not linux/sysctl.h: nobody can ask with its numbers since sysctl(2) is gone (5.5). */
const UAPI = /^(?:include|arch\/\w+\/include)\/uapi\/(?!linux\/sysctl\.h$).*\.h$/

interface Break {
  readonly name: string
  readonly line: DiffLine
  readonly deed: string
}

function declarations(
  hunk: Hunk,
  sign: '+' | '-',
): readonly { line: DiffLine; declared: Declared }[] {
  const comments = commentLines(hunk)
  return hunk.lines.flatMap((line) => {
    if (line.sign !== sign || comments.has(line.mailLine)) return []
    const declared = declaredBy(line)
    return declared === null ? [] : [{ line, declared }]
  })
}

/** Names that no patch of the series has on an added line. */
function lost(hunk: Hunk, added: Words): readonly Break[] {
  return declarations(hunk, '-')
    .filter(({ declared }) => !added.has(declared.name))
    .map(({ line, declared: { name } }) => ({ name, line, deed: `removes ${name}` }))
}

/** A define or an enumerator that is a number on both sides, and another one. */
function renumbered(hunk: Hunk, before: ReadonlyMap<string, string | null>): readonly Break[] {
  return declarations(hunk, '+').flatMap(({ line, declared: { name, value } }) => {
    const old = before.get(name) ?? null
    const fresh = numberOf(value)
    return old === null || fresh === null || old === fresh
      ? []
      : [{ name, line, deed: `gives ${name} another number` }]
  })
}

/** What the removed lines of a file declare, with its number; null for what is none. */
function numbersBefore(file: FileDiff): ReadonlyMap<string, string | null> {
  return new Map(
    file.hunks.flatMap((hunk) =>
      declarations(hunk, '-').map(
        ({ declared }) => [declared.name, numberOf(declared.value)] as const,
      ),
    ),
  )
}

/** An added enumerator without a number of its own, straight before one that was there and has none either. */
function pushed(hunk: Hunk): readonly Break[] {
  const comments = commentLines(hunk)
  const lines = hunk.lines.filter(
    (line) => line.sign !== '-' && line.text.trim() !== '' && !comments.has(line.mailLine),
  )
  const removed = new Set(declarations(hunk, '-').map(({ declared }) => declared.name))
  return lines.flatMap((line, at) => {
    const next = lines[at + 1]
    if (line.sign !== '+' || next?.sign !== ' ') return []
    const fresh = declaredBy(line)
    const old = declaredBy(next)
    if (fresh?.kind !== 'enumerator' || old?.kind !== 'enumerator') return []
    if (fresh.value !== '' || old.value !== '' || removed.size > 0) return []
    const deed = `puts ${fresh.name} before ${old.name}, which gets another number with all that follow`
    return [{ name: old.name, line, deed }]
  })
}

/** Each word of the added lines of a series' headers, with the place of the first patch that adds it. */
type Words = ReadonlyMap<string, number>

function addedWords(patches: readonly Patch[]): Words {
  const words = new Map<string, number>()
  for (const [position, { files }] of patches.entries())
    for (const file of files.filter((one) => (pathOf(one) ?? '').endsWith('.h')))
      for (const line of file.hunks.flatMap(({ lines }) => lines))
        if (line.sign === '+')
          for (const word of identifiers(line.text)) if (!words.has(word)) words.set(word, position)
  return words
}

/** Not what an earlier patch of the series adds, and where there is a tree, not what it lacks. */
function isPublished(
  name: string,
  file: FileDiff,
  added: Words,
  { position, tree }: Situation,
): boolean {
  if ((added.get(name) ?? position) < position) return false
  const text = tree?.read(file.oldPath ?? '') ?? null
  return text === null || text.includes(name)
}
