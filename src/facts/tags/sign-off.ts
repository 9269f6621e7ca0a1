import type { Address, Patch, TextLine } from '../../model.ts'
import { bindHole, defineVerb, no, type Place, type Solution, unknown, yes } from '../verb.ts'
import { isForStable } from '../subject/for-stable.ts'
import { isBackport } from './backport.ts'
import { maybeSame, personOf, sameAddress } from './persons.ts'

export const breaksSignOff = defineVerb({
  name: 'breaks-sign-off',
  doc: "The chain of Signed-off-by: lines does not go from the author to whoever sent the mail: AUTHOR has not signed, the POSTER of another's patch has not, the poster's is EARLY and somebody signs BEHIND who neither helped an author who posts nor says in brackets what they changed, or a HELPER named by Co-developed-by: signs nowhere. Names, addresses and aliases are compared with good will. The object binds what is wrong. No for backports and for what only asks for comments.",
  example: 'patch breaks-sign-off $HOW',
  binds: ['AUTHOR', 'POSTER', 'EARLY', 'BEHIND', 'HELPER'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted log')
    if (patch.message.subject.tags.some((tag) => NOT_TO_TAKE.test(tag))) return no('a draft')
    const tags = signatures(patch)
    if (!tags.some(({ key }) => key === 'signed-off-by')) return no('no Signed-off-by at all')
    // The tags are those of the commit it takes over; the stable team posts for review what one of them has signed.
    if (isBackport(patch) || isForStable(patch)) return no('a backport')
    const found = [...helpers(patch, tags), ...chain(patch, tags)].map((each) => ({
      ...each,
      bind: { ...each.bind, ...bindHole(object, each.said) },
    }))
    return found.length === 0 ? no('signed off from author to poster') : yes(...found)
  },
})

interface Signature {
  readonly key: string
  readonly person: Address | null
  readonly line: TextLine
}

/** Every Signed-off-by: and Co-developed-by: at the start of a line of the log, wherever it stands. */
function signatures(patch: Patch): readonly Signature[] {
  return patch.text.log.flatMap((line, at) => {
    const found = /^(signed-off-by|co-developed-by)\s?:(.*)$/i.exec(line.text)
    if (found === null) return []
    const next = patch.text.log[at + 1]?.text ?? ''
    // An address that was wrapped onto the next line.
    const value = `${found[2] ?? ''}${/^\s*<?[^\s@:]+@\S+$/.test(next) ? ` ${next}` : ''}`
    return [{ key: (found[1] ?? '').toLowerCase(), person: personOf(value), line }]
  })
}

/** Where a helper signs further down or above, only the order is not the documented one. */
function helpers(patch: Patch, tags: readonly Signature[]): readonly Solution[] {
  const signed = tags.filter(({ key }) => key === 'signed-off-by')
  return tags.flatMap(({ key, person, line }) => {
    if (key !== 'co-developed-by' || person === null) return []
    if (signed.some((by) => by.person === null || maybeSame(by.person, person))) return []
    const name = nameOf(person)
    return [solution(patch, `${name} helped and does not sign`, { HELPER: name }, line)]
  })
}

/** Author first, poster last. */
function chain(patch: Patch, tags: readonly Signature[]): readonly Solution[] {
  const { author } = patch.text
  const signed = tags.filter(({ key }) => key === 'signed-off-by')
  const last = signed.at(-1)
  // What cannot be read may be anyone's.
  if (last === undefined || signed.some(({ person }) => person === null) || isHidden(patch))
    return []
  const signs = (who: Address) =>
    signed.findLast(({ person }) => person !== null && maybeSame(person, who))
  const problems: Solution[] = []
  if (!signsAsAuthor(author, signed)) {
    const name = nameOf(author)
    const said = `${name} <${author.address}> wrote it, and signed are ${namesOf(signed)}`
    problems.push(solution(patch, said, { AUTHOR: name }, last.line))
  }
  const poster = patch.message.sender
  // Whoever wrote it to a file may not be who sends it.
  if (poster === null || isNameless(poster)) return problems
  const own = signs(poster)
  if (isRelay(poster) || (own === undefined && maybeSame(author, poster))) return problems
  const name = nameOf(poster)
  if (own === undefined) {
    const said = `${name} <${poster.address}> sent it, and signed are ${namesOf(signed)}`
    problems.push(solution(patch, said, { POSTER: name }, last.line))
  } else if (own !== last) {
    // Whoever was passed by others signs again at the end.
    const behind = signed.slice(signed.indexOf(own) + 1)
    const isAuthor = maybeSame(author, poster)
    if (isExplained(patch, own, last) || (isAuthor && onlyHelpers(tags, behind))) return problems
    const said = `${name} sent it and does not sign last`
    const others = behind.filter((by) => !wrote(by, [author, ...helpersOf(tags)]))
    const bind = { EARLY: name, ...(others.length === 0 ? {} : { BEHIND: namesOf(others) }) }
    problems.push(solution(patch, said, bind, own.line))
  }
  return problems
}

/** Those who wrote it with the author sign behind them: not the documented order, but everybody takes it. */
function onlyHelpers(tags: readonly Signature[], behind: readonly Signature[]): boolean {
  const helped = helpersOf(tags)
  return behind.every((by) => wrote(by, helped))
}

function helpersOf(tags: readonly Signature[]): readonly Address[] {
  return tags.flatMap(({ key, person }) =>
    key === 'co-developed-by' && person !== null ? [person] : [],
  )
}

function wrote({ person }: Signature, writers: readonly Address[]): boolean {
  return person !== null && writers.some((writer) => maybeSame(writer, person))
}

/** "[name: what was changed]" between two signatures: it was taken once already. */
function isExplained({ text: { log } }: Patch, own: Signature, last: Signature): boolean {
  return log.some(
    ({ text, mailLine }) =>
      mailLine > own.line.mailLine &&
      mailLine < last.line.mailLine &&
      /^\[[^:[\]]{2,60}: ?\S/.test(text),
  )
}

/** Such patches are signed when they are sent to be applied. */
const NOT_TO_TAKE = /^(?:rfc|rft|wip|dnm|do ?not ?merge|not ?for ?merg\w*)\b/i

/** A lone address may be anybody's, but then it has to be the one that is signed with. */
function signsAsAuthor(author: Address, signed: readonly Signature[]): boolean {
  const alike = isBare(author) ? sameAddress : maybeSame
  return signed.some(({ person }) => person !== null && alike(person, author))
}

function solution(
  patch: Patch,
  said: string,
  bind: Readonly<Record<string, string>>,
  line: TextLine,
): Solution {
  const places: readonly Place[] = [{ kind: 'log', line }]
  return { bind, said, where: `${patch.message.messageId}:${line.mailLine}`, places }
}

function nameOf({ name, address }: Address): string {
  return name === '' ? address : name
}

function namesOf(signed: readonly Signature[]): string {
  return signed.map(({ person }) => (person === null ? '?' : nameOf(person))).join(', ')
}

/** A list or a service that sends in someone's name. */
function isRelay({ name, address }: Address): boolean {
  return / via /.test(name) || /^(?:devnull|noreply|no-reply)|\bb4-relay\b/i.test(address)
}

/** No name, so that git takes the address for one. */
function isBare({ name }: Address): boolean {
  return name === '' || name.includes('@')
}

/** A lone address that is not made of two names ("first.last@") may be anybody's. */
function isNameless(who: Address): boolean {
  return isBare(who) && !/^[a-z]{2,}\.[a-z]{2,}@/i.test(who.address)
}

function isHidden(patch: Patch): boolean {
  return patch.message.problems.some(({ code }) => code === 'address-hidden')
}
