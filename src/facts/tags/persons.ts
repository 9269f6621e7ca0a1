import type { Address } from '../../model.ts'

/** "A Developer (Company) <dev@example.org> # note" -> name and address; null where there is no address. */
export function personOf(value: string): Address | null {
  const text = value.slice(0, 500)
  const at = text.lastIndexOf('<')
  const close = text.indexOf('>', at)
  if (at !== -1 && close !== -1) {
    return {
      name: text.slice(0, at).replaceAll('"', '').trim(),
      address: text.slice(at + 1, close).trim(),
    }
  }
  const bare = /(?<![^\s(])[^\s()<>]+@[^\s()<>]+/.exec(text)?.[0]
  return bare === undefined ? null : { name: '', address: bare }
}

/**
 * Whether two signatures may be one person's: equal addresses but for +tags and dots, equal or nested
 * names but for order, case, accents and companies, or one telling local part. In doubt it is the same
 * person: people have many addresses, and write their names in more than one way.
 */
export function maybeSame(a: Address, b: Address): boolean {
  const [left, right] = [localPart(a), localPart(b)]
  if (sameAddress(a, b)) return true
  if (left === right && left.length >= 5) return true
  const [names, others] = [wordsOf(a.name), wordsOf(b.name)]
  if (shares(names, others)) return true
  return tells(left, others) || tells(right, names)
}

/** Equal addresses but for case, +tags and dots. */
export function sameAddress(a: Address, b: Address): boolean {
  return squeeze(a.address) === squeeze(b.address)
}

/** Two words in common, or the only word there is. */
function shares(names: readonly string[], others: readonly string[]): boolean {
  const common = names.filter((word) =>
    others.some((other) => other === word || isShort(word, other)),
  )
  const long = common.filter((word) => word.length > 1)
  return long.length >= Math.min(2, names.length, others.length) && long.length > 0
}

/** "Dan" for "Daniel", "Y" for "Yong". */
function isShort(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  return long.startsWith(short) && short.length >= 3
}

/** "jdoe", "john.doe", "doe": an address that is made of the name. */
function tells(local: string, names: readonly string[]): boolean {
  const [first = '', last = ''] = [names[0], names.at(-1)]
  if (first === '') return false
  const made = [
    first + last,
    last + first,
    first.slice(0, 1) + last,
    last + first.slice(0, 1),
    first + last.slice(0, 1),
    last,
    first,
  ]
  return made.some((form) => form.length >= 3 && local.startsWith(form))
}

function localPart({ address }: Address): string {
  return squeeze(address.split('@', 1)[0] ?? '')
}

function squeeze(address: string): string {
  return fold(address.replace(/\+[^@]*/, '')).replace(/[._-]/g, '')
}

/** Words of a name: no accents, no "(Company)", no "via list". */
function wordsOf(name: string): readonly string[] {
  const own = (name.split(/[([]| via /, 1)[0] ?? '').trim()
  return fold(own)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}

function fold(text: string): string {
  return text
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('\u{f8}', 'o')
    .replaceAll('\u{142}', 'l')
    .replaceAll('\u{131}', 'i')
}
