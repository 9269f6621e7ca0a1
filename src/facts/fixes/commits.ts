import type { History, Patch } from '../../model.ts'
import type { Situation } from '../situation.ts'
import {
  type Answer,
  bindHole,
  defineVerb,
  type Solution,
  unknown,
  type Value,
  yesIfAny,
} from '../verb.ts'
import { type FixesLine, fixesLines } from './fixes-lines.ts'

/** Nobody names more; a hostile log shall not keep git busy. */
const MOST = 16

export const namesNoCommit = defineVerb({
  name: 'names-no-commit',
  doc: 'A Fixes: tag names what the tree at hand does not have in its past: an UNKNOWN id, an AMBIGUOUS one, or a commit that is ELSEWHERE in the repository. The object binds the id, TREE the name of the tree. Unknown for a folder, for a shallow clone, and where the history begins with an imported kernel.',
  example: 'patch names-no-commit $ID',
  binds: ['UNKNOWN', 'AMBIGUOUS', 'ELSEWHERE', 'TREE'],
  needs: 'history',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) =>
    eachCommit(object, situation, (id, history) => {
      const found = history.commit(id)
      if (found === null && history.isCut()) return null
      if (found === null) return { said: `no commit ${id}`, bind: { UNKNOWN: id } }
      if (found === 'ambiguous') return { said: `${id} is ambiguous`, bind: { AMBIGUOUS: id } }
      if (history.isAncestor(id)) return null
      return { said: `${id} ("${found.subject}") is not in its past`, bind: { ELSEWHERE: id } }
    }),
})

export const misquotesCommit = defineVerb({
  name: 'misquotes-commit',
  doc: 'A Fixes: tag gives a subject that is not that of the commit it names. A shortened subject, with or without dots, is no mistake. The object binds the id, FORM the tag as it should be. Unknown without the commit.',
  example: 'patch misquotes-commit $ID',
  binds: ['FORM', 'TREE'],
  needs: 'history',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) =>
    eachCommit(object, situation, (id, history, tag) => {
      const found = history.commit(id)
      if (found === null || found === 'ambiguous' || tag.subject === '') return null
      if (isQuoteOf(tag.subject, found.subject)) return null
      const form = `Fixes: ${found.id.slice(0, 12)} ("${found.subject}")`
      return { said: `${id} is "${found.subject}"`, bind: { FORM: form } }
    }),
})

interface Fault {
  readonly said: string
  readonly bind: Readonly<Record<string, string>>
}

function eachCommit(
  object: Value,
  { patch, tree }: Situation,
  judge: (id: string, history: History, tag: FixesLine) => Fault | null,
): Answer {
  const history = tree?.history ?? null
  if (tree === null || history === null) return unknown('no tree with its whole history')
  const solutions = fixesLines(patch)
    .slice(0, MOST)
    .flatMap((tag) => {
      const fault = tag.id === null ? null : judge(tag.id, history, tag)
      return fault === null ? [] : [solution(object, patch, tag, fault, tree.name)]
    })
  if (solutions.length === 0 && history.isCut())
    return unknown('the history begins with an imported kernel')
  return yesIfAny(solutions, 'every Fixes: agrees with the tree')
}

function solution(
  object: Value,
  patch: Patch,
  tag: FixesLine,
  { said, bind }: Fault,
  tree: string,
): Solution {
  const free = bindHole(object, tag.id ?? '')
  return {
    bind: { ...bind, ...free, TREE: tree },
    said: `${tree}: ${said}`,
    where: `${patch.message.messageId}:${tag.line.mailLine}`,
    places: [{ kind: 'log', line: tag.line }],
  }
}

/** The subject, its beginning, or pieces of it in order with dots between them; blanks and quotes count as one. */
function isQuoteOf(given: string, subject: string): boolean {
  const whole = plain(subject)
  const pieces = plain(given)
    .split(/\.{3}|\u{2026}/u)
    .map((piece) => piece.trim())
  if (pieces.length === 1) return whole.startsWith(pieces[0] ?? '')
  let from = 0
  for (const [i, piece] of pieces.entries()) {
    const at = whole.indexOf(piece, from)
    if (at === -1 || (i === 0 && at !== 0)) return false
    from = at + piece.length
  }
  return true
}

function plain(text: string): string {
  return text
    .slice(0, 1000)
    .replace(/[\u{2018}\u{2019}\u{201c}\u{201d}"'`]/gu, "'")
    .split(/\s+/)
    .join(' ')
    .trim()
    .toLowerCase()
}
