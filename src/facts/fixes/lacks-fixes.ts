import type { FileDiff, Patch, Series } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { proseOf } from '../message/log-text.ts'
import { isBackport } from '../tags/backport.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import {
  ALWAYS,
  BUILD,
  COSMETIC,
  MANY,
  MANY_SAID,
  NO_BUG,
  NO_MORE,
  NOT_CODE_OF_OURS,
  TENTATIVE,
  UNMERGED,
} from './fix-words.ts'

export const lacksFixes = defineVerb({
  name: 'lacks-fixes',
  doc: 'The subject says that something in code is fixed, and no Fixes: or other mention says since when. The object binds the subject, COMMIT a commit that the log blames in its text. No for cosmetic or several fixes, documents and tests, for code that the series itself adds or changes, for one of many patches of the same title, for backports and flaws of hardware, and where the log says it was always so, that nothing goes wrong today, or to stable how far back it goes.',
  example: 'patch lacks-fixes $TITLE',
  binds: ['COMMIT'],
  needs: 'series',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, series }) => {
    if (patch.text.quoteDepth > 0 || patch.message.subject.isReply) return unknown('a quoted log')
    const { title, log } = patch.text
    const all = `${title}\n${log.map(({ text }) => text).join('\n')}`.slice(0, 20_000)
    if (log.some(({ text }) => /^\s*fixes\b/i.test(text))) return no('a Fixes: of some form')
    if (!FIX.test(title)) return no('the subject says nothing of a fix')
    if (COSMETIC.test(title)) return no('a cosmetic fix')
    if (MANY.test(title) || MANY_SAID.test(all)) return no('several fixes in one')
    if (isBackport(patch) || ALWAYS.test(all)) return no('the log says since when')
    if (NOT_CODE_OF_OURS.test(all)) return no('a flaw of the hardware')
    if (UNMERGED.test(`${all}\n${notesOf(patch)}`)) return no('a fix for what is not merged')
    if (NO_BUG.test(all)) return no('the log says that nothing goes wrong today')
    if (TENTATIVE.test(all)) return no('more or less than a fix')
    if (series.patches.length > 1 && NO_MORE.test(all)) return no('may follow from the series')
    if (!touchesCode(patch)) return no('documents, tests or device trees')
    if (isSweep(patch, series)) return no('one of many like it')
    if (ofItsSeries(patch, series)) return no('code of its own series')
    if (BUILD.test(title) && series.patches.length > 1) return no('may be built so with the series')
    const prose = proseOf(patch)
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 20_000)
    // What goes wrong comes first.
    if (prose.trim() === '') return no('an empty log')
    const commit = BLAME.exec(prose)?.[1]
    return yes({
      bind: {
        ...bindHole(object, title),
        ...(commit === undefined ? {} : { COMMIT: commit }),
      },
      said: `"${title.slice(0, 120)}"`,
      where: patch.message.messageId,
      places: [],
    })
  },
})

function notesOf({ text: { notes } }: Patch): string {
  return notes
    .map(({ text }) => text)
    .join('\n')
    .slice(0, 5000)
}

/** "Change the fixed number" is none. */
const FIX = /\bfix(?:es)?\b|(?:^|:\s*)fixed\b/i

const BLAME =
  /\b(?:since|introduced (?:by|in|with)|caused by|broken? by|after|regression (?:of|from|in)|began with)\s+(?:the )?(?:commit\s+)?([0-9a-f]{8,40})\b/i

function touchesCode(patch: Patch): boolean {
  return patch.files.some((file) => {
    const path = pathOf(file) ?? ''
    return (
      /\/[^/]+\.[chS]$/.test(path) &&
      !/^(?:tools|Documentation|samples|scripts)\/|[/_.-](?:self)?tests?[/_.-]/.test(path)
    )
  })
}

/** A file that some patch of the series adds, or new code of another one: not yet anybody's bug. */
function ofItsSeries(patch: Patch, series: Series): boolean {
  const paths = new Set(patch.files.map(pathOf))
  const others = series.patches
    .slice(0, MOST_PATCHES)
    .filter((other) => other !== patch)
    .flatMap(({ files }) => files)
    .filter((file) => paths.has(pathOf(file)))
  if (others.some((file) => file.status === 'added')) return true
  const added = new Set(others.flatMap((file) => linesOf(file, '+')))
  return patch.files.some((file) => linesOf(file, '-').some((text) => added.has(text)))
}

const MOST_PATCHES = 60

/** Changed lines that say more than a brace or an empty return. */
function linesOf(file: FileDiff, sign: '+' | '-'): readonly string[] {
  return file.hunks.flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const text = line.text.trim()
      return line.sign === sign && text.length > 12 && text.length < 500 ? [text] : []
    }),
  )
}

/** The same deed in many drivers, which began with no one commit. */
function isSweep(patch: Patch, series: Series): boolean {
  const deed = ({ text }: Patch) => text.title.slice(text.title.lastIndexOf(': ') + 1).trim()
  const alike = series.patches.filter((other) => deed(other) === deed(patch)).length
  // Of those that went to other lists there may be more.
  return alike >= (series.missing.length > 0 ? 2 : 3)
}
