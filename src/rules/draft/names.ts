import type { Address } from '../../model.ts'

/** Takes people out of a text: the same person gets the same name at example.org everywhere. */
export type Anonymous = (text: string) => string

const NAMES = ['A Developer', 'B Reviewer', 'C Tester', 'D Reader', 'E Writer', 'F Maintainer']

/**
 * Names for the people of a review, the author first. Addresses of mailing lists stay; any other becomes one
 * at example.org, and `Name <address>` the pair.
 */
export function anonymous(people: readonly Address[]): Anonymous {
  const given = new Map<string, string>()
  const nameOf = (address: string): string => {
    const key = address.toLowerCase()
    const known = given.get(key) ?? NAMES[given.size] ?? `Person ${given.size + 1}`
    given.set(key, known)
    return known
  }
  const named = people
    .filter(({ address, name }) => name.includes(' ') && !isList(address))
    .map(({ address, name }) => ({ name, as: nameOf(address) }))
    .toSorted((a, b) => b.name.length - a.name.length)
  return (text) => {
    let plain = text.replace(PERSON, (whole, lead: string, address: string) =>
      isList(address) ? whole : `${lead}${nameOf(address)} <${addressOf(nameOf(address))}>`,
    )
    plain = plain.replace(ADDRESS, (address) =>
      isList(address) ? address : addressOf(nameOf(address)),
    )
    for (const { name, as } of named) plain = plain.replaceAll(name, as)
    return plain
  }
}

// "Cc: Jane Doe <jane@x.org>": what stands before the name, and the address.
const PERSON = /((?:^|[:,(])[ \t]*)["\p{L}][^<>@\n,:]{0,80} <([^\s<>@]{1,100}@[^\s<>@]{1,100})>/gu

// Of letters, digits and a few marks, so that code like "@brief" is no address.
const ADDRESS = /(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,8}/g

/** No person's: a list's, or one that is made up already. */
function isList(address: string): boolean {
  return /@(?:vger\.kernel\.org|lists?\.|example\.org$)|^stable@/i.test(address)
}

/** "B Reviewer" -> "reviewer@example.org". */
function addressOf(name: string): string {
  const word = name === 'A Developer' ? 'dev' : name.replace(/^\w /, '').replaceAll(' ', '-')
  return `${word.toLowerCase()}@example.org`
}
