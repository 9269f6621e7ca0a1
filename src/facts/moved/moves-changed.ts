import type { FileDiff, Hunk, Patch } from '../../model.ts'
import { type Change, hunkLines, pathOf, whereOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { defineVerb, no, type Solution, type Value, unknown, yes } from '../verb.ts'
import { movedBodies } from './bodies.ts'
import { compareBodies, type Edit } from './edits.ts'

export const movesChanged = defineVerb({
  name: 'moves-changed',
  doc: 'The patch takes a function out of a C file and puts it back in another place of it, in another hunk or behind lines that stay, and changes it on the way: five lines or more that it has once stay the same, white space aside, and fewer are others. Other names, line breaks, declarations and comments count for nothing, nor do other ways to reach a field. No for a fix. Binds the function, the PATH, the lines FROM and TO which it goes, and the changed LINES; the place is the first of them.',
  example: 'patch moves-changed $NAME',
  binds: ['PATH', 'FROM', 'TO', 'LINES'],
  needs: 'mail',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch')
    if (FIX.test(patch.text.title) || patch.text.trailers.some(({ key }) => /^fixes$/i.test(key)))
      return no('a fix, which stable trees take as it is')
    for (const file of patch.files) {
      const solution = /\.[ch]$/.test(pathOf(file) ?? '') ? movedIn(patch, file, object) : null
      if (solution !== null) return yes(solution)
    }
    return no('no function moves and is changed on the way')
  },
})

function movedIn(patch: Patch, file: FileDiff, object: Value): Solution | null {
  const lines = file.hunks.flatMap((hunk) => hunkLines(file, hunk))
  const comments = new Map<Hunk, ReadonlySet<number>>()
  const isComment = ({ hunk, line }: Change): boolean => {
    const known = comments.get(hunk) ?? commentLines(hunk)
    comments.set(hunk, known)
    return known.has(line.mailLine)
  }
  for (const moved of movedBodies(lines)) {
    const { kept, edits } = compareBodies(moved, isComment)
    const [first] = edits
    const [from, to] = [moved.old.lines[0], moved.fresh.lines[0]]
    if (first === undefined || from === undefined || to === undefined) continue
    if (kept < SUBSTANTIAL || editedLines(edits) > kept) continue
    const at = first.come[0] ?? first.before
    return {
      bind: {
        ...(object.kind === 'free' ? { [object.hole]: moved.name } : {}),
        PATH: pathOf(file) ?? 'the file',
        FROM: numberOf(from.line.oldLine),
        TO: numberOf(to.line.newLine),
        LINES: linesOf(edits),
      },
      said: `${moved.name}() moves from ${whereOf(patch, file, from.line)} to ${whereOf(patch, file, to.line)}, and is changed`,
      where: whereOf(patch, at.file, at.line),
      places: [{ kind: 'line', file: at.file, line: at.line }],
    }
  }
  return null
}

const FIX = /\bfix(?:es|ed)?\b/i

/** Lines that the function has once and keeps; one with fewer is compared at a glance. */
const SUBSTANTIAL = 5

/** More edits than lines that stayed: nobody would take that for a move. */
function editedLines(edits: readonly Edit[]): number {
  return edits.reduce((sum, { gone, come }) => sum + Math.max(gone.length, come.length), 0)
}

/** Where the header of a hunk was trimmed nobody knows it. */
function numberOf(line: number | null): string {
  return line === null ? '?' : String(line)
}

/** The first two changed lines, each with its sign. */
function linesOf(edits: readonly Edit[]): string {
  const lines = edits
    .flatMap(({ gone, come }) => [...gone, ...come])
    .filter(({ line }) => /\w{2}/.test(line.text))
  return lines
    .slice(0, 2)
    .map(({ line }) => `"${line.sign} ${line.text.trim().slice(0, 70)}"`)
    .join(', ')
}
