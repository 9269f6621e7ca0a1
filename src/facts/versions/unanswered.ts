import type { Followup, Patch, Remark } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, no, type Solution, yes } from '../verb.ts'
import { type Ancestor, comparing, sentAt } from './before.ts'
import { changesTold } from './changelog.ts'
import { type Kept, keptLine } from './lines-kept.ts'
import { namesIn } from './names-in.ts'
import { AS_IT_WAS, type Open, passedOver } from './passed-over.ts'
import { authorsOf, authorsOfSeries, linkTo, nameOf, samePerson } from './people.ts'
import { remarkKind } from './remark-kinds.ts'
import { gaveTag, isAnswered } from './settled.ts'

export const leavesUnanswered = defineVerb({
  name: 'leaves-unanswered',
  doc: 'A reviewer asked for something, or asked a question, under a changed line of this patch in the previous revision; the line and its surroundings are the same now, no author answered in the thread, nobody else did, the reviewer gave no tag, the mail does not say that its remarks may be ignored, and cover letter and changelog do not speak of it. The same words of one person count once. Or what was asked for can be read off the new version (a spelling, a header, another call, an order, a blank, a Fixes tag), is not there, and no author answered the mail. Binds the words, who wrote them, the mail, the revision and what is as it was; the place is the line. Three at most.',
  example: 'patch leaves-unanswered $REMARK',
  binds: ['WHO', 'LINK', 'BEFORE', 'STATE'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: comparing((old, object, situation) => {
    const open = unanswered(situation, old).slice(0, MOST)
    if (open.length === 0) return no('no remark on an unchanged line is left without an answer')
    return yes(
      ...open.map(({ reply, remark, place, state, ...one }): Solution => {
        const words = shortened(one.words)
        return {
          bind: {
            ...bindHole(object, words),
            WHO: nameOf(reply.from),
            LINK: linkTo(reply.messageId),
            BEFORE: `v${old.before.revision}`,
            STATE: state,
          },
          said: `${nameOf(reply.from)}: "${words}"; ${state.toLowerCase()}, and no mail answers`,
          where: `${reply.messageId}:${remark.mailLine}`,
          places: [place],
        }
      }),
    )
  }),
})

/** Nobody reads more of one kind. */
const MOST = 3

function unanswered(situation: Situation, old: Ancestor): readonly Open[] {
  const { patch, series } = situation
  const { messageId } = old.patch.message
  const authors = [...authorsOf(old.patch), ...authorsOfSeries(series)]
  const isAuthor = ({ from }: Followup): boolean =>
    authors.some((author) => samePerson(author, from))
  const sent = sentAt(patch)
  const found: Open[] = []
  for (const reply of old.before.followups) {
    // A reply to a reply is talk among others about what was said.
    if (reply.answers !== messageId || reply.inReplyTo !== messageId) continue
    if (reply.bot || reply.proposes || isAuthor(reply) || asksNothing(reply)) continue
    if (!(Date.parse(reply.date ?? '') < sent)) continue
    for (const open of passedOver(reply, situation, old))
      if (!found.some((one) => saysTheSame(one, reply, open.remark))) found.push(open)
    if (isAnswered(reply, old) || gaveTag(reply, situation, old, true)) continue
    for (const remark of reply.remarks) {
      if (remark.quotedBy.length > 0) continue
      const kept = remarkKind(remark.text) === 'other' ? null : placeNow(remark, situation, old)
      if (kept === null || isTakenUp(remark, situation, old)) continue
      if (isMentioned(remark, situation, isAuthor)) continue
      if (!found.some((one) => saysTheSame(one, reply, remark)))
        found.push({
          reply,
          remark,
          words: remark.text,
          place: { kind: 'line', ...kept },
          state: AS_IT_WAS,
        })
    }
  }
  return found
}

/** What stands above the diff says of all remarks that nobody need follow them. */
function asksNothing({ remarks }: Followup): boolean {
  return remarks.some(({ text, path }) => path === null && PARDONS_ALL.test(text.slice(0, 4000)))
}

const PARDONS_ALL =
  /\b(?:(?:can|could|may|might) (?:all |both )?(?:safely )?be (?:safely )?ignored|feel free to ignore|bike-?shed\w*)/i

/** "Same here" is said with the same words at the second place. */
function saysTheSame(one: Open, reply: Followup, remark: Remark): boolean {
  return samePerson(one.reply.from, reply.from) && plain(one.remark) === plain(remark)
}

function plain({ text }: Remark): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function placeNow({ path, side, line }: Remark, { patch }: Situation, old: Ancestor): Kept | null {
  return path === null || side === null || line === null
    ? null
    : keptLine(old.patch, patch, { path, side, line })
}

/** What is said of the changes uses a name that the remark uses, or the line it stands under. */
function isMentioned(
  remark: Remark,
  { patch, series }: Situation,
  isAuthor: (followup: Followup) => boolean,
): boolean {
  const told = [
    ...changesTold(series, patch),
    ...series.followups.filter(isAuthor).flatMap(({ remarks }) => remarks.map(({ text }) => text)),
  ]
    .join('\n')
    .toLowerCase()
  const names = namesIn(`${remark.text}\n${remark.quote ?? ''}`)
  return names.some((name) => told.includes(name))
}

/** Changed lines with a name of the remark are others than they were: it was taken up elsewhere. */
function isTakenUp({ text }: Remark, { patch }: Situation, old: Ancestor): boolean {
  const [before, now] = [changedTexts(old.patch), changedTexts(patch)]
  return namesIn(text).some((name) => holding(before, name) !== holding(now, name))
}

function changedTexts({ files }: Patch): readonly string[] {
  return files.flatMap(({ hunks, newPath }) => [
    newPath ?? '',
    ...hunks.flatMap(({ lines }) =>
      lines.filter(({ sign }) => sign !== ' ').map((line) => line.sign + line.text),
    ),
  ])
}

function holding(texts: readonly string[], name: string): string {
  return texts
    .filter((text) => text.toLowerCase().includes(name))
    .join('\n')
    .replaceAll(/\s+/g, '')
}

/** The first paragraph on one line, cut at a word. */
function shortened(text: string): string {
  const flat = (text.split(/\n\s*\n/, 1)[0] ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('"', "'")
    .trim()
  if (flat.length <= LONGEST) return flat
  return `${flat.slice(0, LONGEST).replace(/ [^ ]*$/, '')} ...`
}

const LONGEST = 160
