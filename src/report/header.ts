import { isMadeUp } from '../mail/made-up.ts'
import type { Address } from '../model.ts'

/**
 * `Name: value` for a header of free text (RFC 5322 2.2.3 folding, RFC 2047 for what is not ASCII). Nothing in
 * `value` can end the header: line ends and controls become blanks.
 */
export function textHeader(name: string, value: string): string {
  const text = oneLine(value)
  return fold(name, isPlain(text) ? text.split(' ') : encodedWords(text))
}

/** A list of mailboxes, one a line; null when no address can be written to. */
export function addressHeader(name: string, addresses: readonly Address[]): string | null {
  const boxes = addresses.filter(isDeliverable).map(mailbox)
  return boxes.length === 0 ? null : `${name}: ${boxes.join(',\n\t')}`
}

/** `In-Reply-To`, `References`: null when no id is fit to be written. */
export function idHeader(name: string, ids: readonly string[]): string | null {
  const fit = ids.filter(isMessageId).map((id) => `<${id}>`)
  return fit.length === 0 ? null : `${name}: ${fit.join('\n\t')}`
}

/** Takes `Ada Example <ada@example.org>` or a bare address apart; null when it is neither. */
export function parseMailbox(text: string): Address | null {
  const [, name, address] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [null, '', text.trim()]
  const found = { name: oneLine(name ?? '').replace(/^"(.*)"$/, '$1'), address: address ?? '' }
  return isDeliverable(found) ? found : null
}

/**
 * Whether a mail can be sent there. Web archives hide addresses as `stable@xxxxxxxxxxxxxxx` or `a () b ! org`;
 * a host without a dot, or all x, is no address on the Internet.
 */
export function isDeliverable({ address }: Address): boolean {
  if (address.length > 254 || !ADDRESS.test(address)) return false
  return !/@[x.]+$/i.test(address)
}

// RFC 5322 dot-atom @ host names; quoted local parts and SMTPUTF8 do not occur on kernel lists.
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i

function isMessageId(id: string): boolean {
  // An id made by us for a mail that had none would point nowhere.
  return /^[!-;=?-~]{1,900}$/.test(id) && !isMadeUp(id)
}

function mailbox({ name, address }: Address): string {
  const phrase = oneLine(name)
  if (phrase === '') return address
  // RFC 2047 section 5: an encoded-word stands in a phrase, never inside quotes.
  // So does a name too long for a line: quotes cannot be folded.
  if (!isPlain(phrase) || phrase.length > 200)
    return `${encodedWords(phrase).join('\n\t')} <${address}>`
  if (/^[\w!#$%&'*+/=?^`{|}~ -]+$/.test(phrase)) return `${phrase} <${address}>`
  return `"${phrase.replace(/["\\]/g, '\\$&')}" <${address}>`
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a control character may end a header
  return text.replace(/[\0-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}

// "=?" would be decoded on the way back, and a word of more than 900 characters cannot be folded.
function isPlain(text: string): boolean {
  return (
    /^[ -~]*$/.test(text) &&
    !text.includes('=?') &&
    text.split(' ').every((word) => word.length < 900)
  )
}

/** RFC 2047 Q encoding with the few characters that are safe in a phrase, 75 characters a word. */
function encodedWords(text: string): readonly string[] {
  const words: string[] = []
  let word = ''
  for (const character of text) {
    const coded = encoded(character)
    if (word.length + coded.length > 60) {
      words.push(word)
      word = ''
    }
    word += coded
  }
  return [...words, word].map((q) => `=?UTF-8?Q?${q}?=`)
}

function encoded(character: string): string {
  if (character === ' ') return '_'
  if (/[A-Za-z0-9]/.test(character)) return character
  const bytes = new TextEncoder().encode(character)
  return Array.from(bytes, (b) => `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

function fold(name: string, words: readonly string[]): string {
  let lines = ''
  let line = `${name}:`
  for (const word of words) {
    if (line.length + 1 + word.length > 78 && line !== `${name}:`) {
      lines += `${line}\n`
      line = ''
    }
    line += ` ${word}`
  }
  return lines + line
}
