import type { Address, Before, Followup, Patch } from '../../model.ts'
import { nameOf, personOf, samePerson } from './people.ts'

/** What a tag says of its giver; a Reviewed-by stands for an Acked-by and the other way round. */
type Claim = 'review' | 'test'

/** A tag that somebody gave a patch. */
export interface GivenTag {
  /** As its giver wrote it: Reviewed-by. */
  readonly key: string
  readonly person: Address
  readonly claims: readonly Claim[]
  /** Message-ID of the mail that has it. */
  readonly messageId: string
  readonly reply: Followup | null
}

/** "Reviewed-and-tested-by" claims both; Signed-off-by, Reported-by and tags of one's own making claim none. */
export function claimsOf(key: string): readonly Claim[] {
  const words = key.toLowerCase().split('-')
  const known = new Set(['reviewed', 'acked', 'tested', 'and', 'by'])
  if (words.at(-1) !== 'by' || !words.every((word) => known.has(word))) return []
  const review = words.some((word) => word === 'reviewed' || word === 'acked')
  const isTest = words.includes('tested')
  return [...(review ? (['review'] as const) : []), ...(isTest ? (['test'] as const) : [])]
}

/** Tags that a patch of the previous revision had, or got in replies to it or to its cover letter. */
export function tagsOn(
  old: Patch,
  { coverLetter, followups }: Before,
  seriesIsSame: boolean,
): readonly GivenTag[] {
  const { messageId } = old.message
  const own = old.text.trailers.flatMap((trailer) => tagOf(trailer, messageId, null))
  const given = followups.flatMap((reply) => {
    const isCover = reply.answers === coverLetter?.messageId
    if (reply.bot || (reply.answers !== messageId && !isCover)) return []
    // Deeper in the thread a tag may be meant for what was proposed there.
    if (reply.inReplyTo !== reply.answers) return []
    if (reply.trailers.every(({ key }) => claimsOf(key).length === 0)) return []
    // Of the cover letter's tags only those for the whole series: "# for patches 1-3" is not told apart.
    if (isCover && (partly(reply) || reply.trailers.some(({ value }) => /[#[]/.test(value))))
      return []
    const tags = reply.trailers.flatMap((trailer) => tagOf(trailer, reply.messageId, reply))
    // Who tests a series tests the whole: once another patch of it changed, that was another series.
    return isCover && !seriesIsSame ? tags.filter(({ claims }) => !claims.includes('test')) : tags
  })
  return [...own, ...given]
}

function tagOf(
  { key, value }: { readonly key: string; readonly value: string },
  messageId: string,
  reply: Followup | null,
): readonly GivenTag[] {
  const claims = claimsOf(key)
  const person = personOf(value)
  if (claims.length === 0 || person.address === '') return []
  // Who passes on another's tag may have it wrong.
  if (reply !== null && !samePerson(reply.from, person)) return []
  return [{ key, person, claims, messageId, reply }]
}

/** The words of a reply speak of some patches, not of all. */
function partly({ remarks }: Followup): boolean {
  return remarks.some(({ text }) => SOME.test(text.slice(0, 5000)))
}

const SOME =
  /\bpatch(?:es)?\s+#?\d|\b\d{1,2}\s?[/-]\s?\d{1,2}\b|\b(?:first|last|second|third|other|rest|remaining) (?:\w{1,12} )?(?:patch|one|commit)|\b(?:bindings?|part|parts|bits|except|apart from|only)\b/i

/** What a tag hangs on: nothing, other words of the log ("with that typo fixed"), or something else. */
export type Condition = 'none' | 'log' | 'other'

/** "With that fixed", "once the typo is gone", "other than that"; a proposal counts as a wish. */
export function conditionOf({ reply }: GivenTag): Condition {
  if (reply === null) return 'none'
  if (reply.proposes) return 'other'
  const wishes = reply.remarks.filter(({ text }) => CONDITION.test(text.slice(0, 5000)))
  if (wishes.length === 0) return 'none'
  const ofLog = wishes.every(({ path, text }) => path === null && OF_LOG.test(text.slice(0, 5000)))
  return ofLog ? 'log' : 'other'
}

/** The tag hangs on something. */
export function isConditional(tag: GivenTag): boolean {
  return conditionOf(tag) !== 'none'
}

const CONDITION =
  /\b(?:with|once|after|if|provided|modulo|when|unless|but|except|however|otherwise|other than|apart from|aside from|nits?|minor|please|should|could you|can you|needs? (?:to|an?|some|more)|typo|how about|what about|something like|suggest\w{0,4})\b|\bassuming\b[^.]{0,60}\b(?:fix|chang|address|add|remov|updat|split|drop|renam|done|clean|respin)|\?/i

/** A wish that new words fulfil. */
const OF_LOG =
  /\b(?:commit (?:message|log|msg|text|description)|change ?log|wording|reword|mention|describe|description|subject|title|patch log)\b/i

/** The giver took it back anywhere in the threads, or somebody asked for that in a reply to this patch. */
export function isWithdrawn(
  { person, messageId }: GivenTag,
  followups: readonly Followup[],
  patches: readonly string[],
): boolean {
  return followups.some((reply) => {
    const { from, remarks, trailers, answers } = reply
    const isGiver = samePerson(from, person)
    if (!isGiver && !patches.includes(answers)) return false
    if (reply.messageId === messageId || reply.bot) return false
    return (
      (isGiver && trailers.some(({ key }) => /^nack/i.test(key))) ||
      remarks.some(({ text }) => WITHDRAWN.test(text.slice(0, 5000)))
    )
  })
}

const WITHDRAWN =
  /\b(?:drop|remove|withdraw|retract|revoke|discard|ignore|take back)\w{0,4}\b[^.?!]{0,40}\b(?:tags?|r-?b|a-?b|t-?b|ack|review|\w{2,10}ed-by)\b|\bnak\b|\bnack/i

/** The tags a patch has now, wherever they stand. */
export function tagsIn({ text }: Patch): readonly GivenTag[] {
  const lines = [...text.log, ...text.notes]
  return lines.flatMap(({ text: line }) => {
    const found = /^\s{0,8}([A-Za-z-]{4,40}-by) ?: (.{1,300})/i.exec(line)
    const [, key = '', value = ''] = found ?? []
    if (found === null) return []
    return [{ key, person: personOf(value), claims: claimsOf(key), messageId: '', reply: null }]
  })
}

/** Whether the patch has a tag of that person that says as much; who signs it off says more. */
export function isKept(tag: GivenTag, now: readonly GivenTag[]): boolean {
  const theirs = now.filter(({ person }) => samePerson(person, tag.person))
  if (theirs.some(({ key }) => /^(?:signed-off|co-developed)-by$/i.test(key))) return true
  return tag.claims.every((claim) => theirs.some(({ claims }) => claims.includes(claim)))
}

/** "Reviewed-by from Jane Doe". */
export function shownTag({ key, person }: GivenTag): string {
  return `${key} from ${nameOf(person)}`
}
