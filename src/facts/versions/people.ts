import type { Address, Patch, Series } from '../../model.ts'
import { parseMailbox } from '../../mail/addresses.ts'

/** The person a trailer names: "Jane Doe <jane@x> # board" without its comment. */
export function personOf(value: string): Address {
  return parseMailbox(value.slice(0, 400).split(/[#[]/, 1)[0] ?? '')
}

/** The same person, be it under another address: same address, same name, or same name before the @. */
export function samePerson(a: Address, b: Address): boolean {
  const [one, other] = [a.address.toLowerCase(), b.address.toLowerCase()]
  if (one !== '' && one === other) return true
  const [name, otherName] = [plainName(a.name), plainName(b.name)]
  if (name !== '' && name === otherName) return true
  const [user, otherUser] = [one.split('@', 1)[0] ?? '', other.split('@', 1)[0] ?? '']
  return user.length > 3 && user === otherUser && !ROLES.has(user)
}

/** "DOE, Jane (Lab)" and "Jane Doe": the letters of the words, in order of the alphabet. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\([^()]*\)|\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/ via [^ ]+/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .toSorted()
    .join(' ')
}

const ROLES: ReadonlySet<string> = new Set(['linux', 'kernel', 'info', 'mail', 'lists', 'devel'])

/** Who speaks for a patch: its author, who sent it, and its co-authors. */
export function authorsOf({ text, message }: Patch): readonly Address[] {
  const co = text.trailers.filter(({ key }) => key.toLowerCase() === 'co-developed-by')
  return [text.author, message.from, ...co.map(({ value }) => personOf(value))]
}

/** Who speaks for a series. */
export function authorsOfSeries({
  coverLetter,
  patches,
}: Pick<Series, 'coverLetter' | 'patches'>): readonly Address[] {
  return [...(coverLetter === null ? [] : [coverLetter.from]), ...patches.flatMap(authorsOf)]
}

/** A name to call somebody by in a comment. */
export function nameOf({ name, address }: Address): string {
  const shown = name.replaceAll(/\s+/g, ' ').trim()
  return shown === '' || shown.includes('@') ? address : shown.slice(0, 60)
}

/** Where a mail can be read. */
export function linkTo(messageId: string): string {
  return `https://lore.kernel.org/r/${encodeURIComponent(messageId).replaceAll('%40', '@')}/`
}
