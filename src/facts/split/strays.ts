import type { DiffLine, Hunk, Patch } from '../../model.ts'
import { type Change, hunkChanges, pathOf, whereOf } from '../changes.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'

export const strays = defineVerb({
  name: 'strays-into',
  doc: 'A hunk of C changes nothing but white space, in a function that no other hunk of the patch touches, beside hunks that change code. The object binds the function; the place is the first such line. No where a call that the patch adds or removes elsewhere is wrapped anew, where subject or log speaks of style or white space, for new and deleted files, and outside of functions.',
  example: 'patch strays-into $FUNCTION',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch')
    if (speaksOfStyle(patch)) return no('it speaks of style')
    const hunks = patch.files.flatMap((file) =>
      file.status === 'modified' && /\.[ch]$/.test(pathOf(file) ?? '')
        ? file.hunks.map((hunk) => ({ hunk, changes: hunkChanges(file, hunk) }))
        : [],
    )
    const blank = hunks.filter(({ hunk }) => isBlank(hunk))
    const code = hunks.filter(({ hunk }) => !isBlank(hunk))
    if (blank.length === 0 || code.length === 0) return no('no hunk of white space beside code')
    const busy = new Set(code.flatMap(({ changes }) => changes.map(namedFor)))
    const about = callsThatChange(code.flatMap(({ changes }) => changes))
    const found = blank.flatMap(({ hunk, changes }) => {
      // A call that the patch is about may be wrapped anew where it was as it should be.
      if (callsOf(changes).some((name) => about.has(name))) return []
      const name = functionOf(hunk, changes)
      const [first] = changes
      return name === null || first === undefined || busy.has(name) ? [] : [{ name, first }]
    })
    if (found.length === 0) return no('code changes there too')
    return yes(
      ...found.slice(0, 1).map(({ name, first: { file, line } }) => ({
        bind: bindHole(object, name),
        said: `only white space changes in ${name}()`,
        where: whereOf(patch, file, line),
        places: [{ kind: 'line' as const, file, line }],
      })),
    )
  },
})

/** A macro behind the last function is in none, whatever stands behind the @@. */
function namedFor({ inFunction, line }: Change): string | null {
  return line.text.startsWith('#') ? null : inFunction
}

/** Nor is the end of a file, or what a prototype stands behind the @@ of. Null where the changes of a hunk are in none, or in more than one. */
function functionOf(hunk: Hunk, changes: readonly Change[]): string | null {
  const outside = linesOutside(hunk)
  const [first] = changes
  const name = first === undefined ? null : namedFor(first)
  return name !== null &&
    !isPrototype(hunk, name) &&
    changes.every((change) => namedFor(change) === name && !outside.has(change.line))
    ? name
    : null
}

/** No function goes on behind the end of what is compiled on a condition alone, nor behind the comment of a next one. */
const ENDS = /^(?:#\s*endif\b.*\/\*|\/\*\*?$)/

/** The lines of a hunk that are in no function, whatever stands behind the @@. */
function linesOutside({ lines }: Hunk): ReadonlySet<DiffLine> {
  const outside = new Set<DiffLine>()
  // A hunk without context below ends where its file ends.
  const last = lines.findLastIndex(({ sign }) => sign === ' ')
  let isPast = false
  let isBehind = false
  let pending: DiffLine[] = []
  for (const [at, line] of lines.entries()) {
    const { text } = line
    if (isPast || at > last) outside.add(line)
    isPast ||= ENDS.test(text)
    // Parameters that stand on lines of their own are part of their function.
    const isIndented = /^\s+\S/.test(text)
    // Behind the end of a function, or before the beginning of the next one.
    if (isBehind && !isIndented) outside.add(line)
    if (!isIndented) pending.push(line)
    if (!/^[{}]/.test(text)) continue
    isBehind = text.startsWith('}')
    if (text.startsWith('{')) for (const before of pending) outside.add(before)
    pending = []
  }
  return outside
}

/** "void lamp_on(struct lamp *lamp);" behind the @@ is no function that the hunk could be in. */
function isPrototype({ section }: Hunk, name: string): boolean {
  return /;\s*$/.test(section.slice(0, 400)) && section.includes(name)
}

/** What is called more or less often than before. */
function callsThatChange(changes: readonly Change[]): ReadonlySet<string> {
  const more = new Map<string, number>()
  for (const change of changes)
    for (const name of callsOf([change]))
      more.set(name, (more.get(name) ?? 0) + (change.line.sign === '+' ? 1 : -1))
  return new Set([...more].filter(([, count]) => count !== 0).map(([name]) => name))
}

/** Names that are called on changed lines. */
function callsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ line }) =>
    [...line.text.slice(0, 400).matchAll(/\b([A-Za-z_]\w{2,80})\(/g)].map(([, name = '']) => name),
  )
}

/** Both sides are the same text but for blanks and blank lines. */
function isBlank({ lines, complete }: Hunk): boolean {
  const side = (other: '+' | '-') =>
    lines
      .filter(({ sign }) => sign !== other)
      .map(({ text }) => text)
      .join('\n')
      .replaceAll(/\s+/g, '')
  return complete && lines.some(({ sign }) => sign !== ' ') && side('+') === side('-')
}

const STYLE =
  /\b(?:white ?-?spaces?|indent\w*|blank lines?|empty lines?|new ?lines?|align\w*|(?:code|coding) ?style|style|cosmetic\w*|checkpatch|re-?format\w*|format(?:ting)?|clean-? ?ups?|clean(?:ing|ed|s)?|tidy|tabs?|spaces|spacing)\b/i

function speaksOfStyle({ text, message }: Patch): boolean {
  return (
    message.subject.tags.some((tag) => /^rf[ct]/i.test(tag)) ||
    STYLE.test(text.title) ||
    text.log.some((line) => STYLE.test(line.text))
  )
}
