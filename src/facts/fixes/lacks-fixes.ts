import type { Patch, Series } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { proseOf } from '../message/log-text.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'

export const lacksFixes = defineVerb({
  name: 'lacks-fixes',
  doc: 'The subject says that something in code is fixed, and no Fixes: or other mention says since when. The object binds the subject, COMMIT a commit that the log blames in its text. No for cosmetic fixes, documents and tests, for code that the series itself adds, for one of many patches of the same title, and where the log says it was always so.',
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
    if (!/\bfix(?:es|ed)?\b/i.test(title)) return no('the subject says nothing of a fix')
    if (COSMETIC.test(title)) return no('a cosmetic fix')
    if (ALWAYS.test(all)) return no('the log says since when')
    if (!touchesCode(patch)) return no('documents, tests or device trees')
    if (isSweep(patch, series)) return no('one of many like it')
    if (ofItsSeries(patch, series)) return no('code of its own series')
    const prose = proseOf(patch)
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 20_000)
    const commit = BLAME.exec(prose)?.[1]
    return yes({
      bind: {
        ...(object.kind === 'free' ? { [object.hole]: title } : {}),
        ...(commit === undefined ? {} : { COMMIT: commit }),
      },
      said: `"${title.slice(0, 120)}"`,
      where: patch.message.messageId,
      places: [],
    })
  },
})

const COSMETIC =
  /\b(?:typos?|spelling|comments?|indent\w*|white ?space|(?:code ?)?style|includes?|inclusion|magic numbers?|add\b.{0,40}\bfix|checkpatch|sparse|smatch|coccinelle|coccicheck|warnings?|kernel-?doc|documentation|docs?|format(?:ting)?|alignment|grammar|wording|names?|naming|copyright|prefix|maintainers|fix-?ups?|quirk|errata|erratum|workaround)\b/i

const ALWAYS =
  /\b1da177e4|\b(?:initial|first) (?:git )?(?:commit|import|release|version)|since (?:the )?(?:beginning|dawn|day one|ever|forever)|\bthis (?:series|patch ?set)\b|\bupstream commit\b|\bcherry picked\b|^revert\b/im

const BLAME =
  /\b(?:since|introduced (?:by|in|with)|caused by|broken? by|after|regression (?:of|from|in)|began with)\s+(?:the )?(?:commit\s+)?([0-9a-f]{8,40})\b/i

function touchesCode(patch: Patch): boolean {
  return patch.files.some((file) => {
    const path = pathOf(file) ?? ''
    return (
      /\.[chS]$/.test(path) &&
      !/^(?:tools|Documentation|samples|scripts)\/|\btests?\b|\bselftests?\b/.test(path)
    )
  })
}

/** A file that some patch of the series adds, or new code of an earlier one: not yet anybody's bug. */
function ofItsSeries(patch: Patch, series: Series): boolean {
  const paths = new Set(patch.files.map(pathOf))
  return series.patches.some((other) =>
    other.files.some((file) => file.status === 'added' && paths.has(pathOf(file))),
  )
}

/** The same deed in many drivers, which began with no one commit. */
function isSweep(patch: Patch, series: Series): boolean {
  const deed = ({ text }: Patch) => text.title.slice(text.title.lastIndexOf(': ') + 1).trim()
  return series.patches.filter((other) => deed(other) === deed(patch)).length >= 3
}
