import type { Address } from '../model.ts'
import type { QuotedLine } from './quote-marks.ts'

/**
 * Who wrote what stands quoted at `depth`: the "On Mon, 1 Jun 2026, Jane Doe <j@x> wrote:" one
 * depth less, right above the first line of that depth; null when the reviewer cut it away.
 */
export function readAttribution(quoted: readonly QuotedLine[], depth: number): Address | null {
  const first = quoted.findIndex((line) => line.depth >= depth)
  const above = quoted
    .slice(Math.max(0, first - 8), Math.max(0, first))
    .filter((line) => line.depth === depth - 1)
    .map((line) => line.rest.trim())
  while (above.at(-1) === '') above.pop()
  // Mailers wrap the line: "On ..., Jane Doe" / "<j@x> wrote:".
  const start = above.lastIndexOf('') + 1
  const text = above.slice(start).join(' ')
  // A name is short: what is longer is no attribution, and costs time.
  if (text.length > 1000) return null
  const m = /^(.*?)(?:wrote|writes|said|schrieb|a écrit)\s?:?$/i.exec(text)
  return m === null ? readHeaderLine(above) : readPerson((m[1] ?? '').trimEnd())
}

/** Outlook copies the header instead: "-----Original Message-----", "From: Jane Doe <j@x>". */
function readHeaderLine(above: readonly string[]): Address | null {
  const line = above
    .map((text) => /^\*?From:\*? (.+)$/.exec(text)?.[1])
    .find((text) => text !== undefined)
  return line === undefined ? null : readPerson(line)
}

function readPerson(text: string): Address | null {
  const address = /<(?:mailto:)?([^<>\s@]+@[^<>\s]+)>/.exec(text)
  const front = address === null ? text : text.slice(0, address.index)
  // The date stands in front, with commas of its own; a name in quotes may have one too.
  const quotedName = /"([^"]+)"\s*$/.exec(front)?.[1]
  const name = quotedName ?? front.split(',').at(-1)?.replace(dateWords, '').trim() ?? ''
  if (name === '' && address === null) return null
  return { name, address: address?.[1] ?? '' }
}

// "On Mon Jun 1 2026 at 19:39:54 PM +0000 ", "2026-06-01 ", "* "
const dateWords = new RegExp(
  `^\\s*(?:(?:${[
    'On|at|[AP]M|UTC|GMT',
    '(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\\.?',
    // Whole names only: "Marc" and "Jan Kara" are people.
    '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?)(?=\\.? \\d)\\.?',
    '(?:Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|(?:Nov|Dec)(?:ember)?)\\.?',
    '[+-]?\\d[\\d:./T-]*',
    '\\([A-Z+:\\d]+\\)',
    '\\*',
  ].join('|')})\\s+)*`,
)
