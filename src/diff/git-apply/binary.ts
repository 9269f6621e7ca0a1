import { inflateSync } from 'node:zlib'
import type { Cursor } from './cursor.ts'
import { lineAt, Refusal } from './cursor.ts'

/**
 * Takes what stands below "GIT binary patch": one block, and a second one that undoes it, unless the change
 * cannot be undone (parse_binary in apply.c).
 */
export function takeBinaryPatch(cursor: Cursor): void {
  if (!takeBlock(cursor))
    throw new Refusal(`unrecognized binary patch at line ${cursor.line - 1}`, cursor.at, true)
  takeBlock(cursor)
}

/** "literal 10", then lines of base85 with a length letter in front, then an empty line. */
function takeBlock(cursor: Cursor): boolean {
  const m = /^(?:literal|delta) [ \t]*(\d*)/.exec(lineAt(cursor, cursor.at))
  if (m === null) return false
  cursor.at++
  cursor.line++
  const bytes: number[] = []
  for (; cursor.at < cursor.lines.length; cursor.at++) {
    const text = lineAt(cursor, cursor.at)
    cursor.line++
    if (text === '') {
      cursor.at++
      if (!inflatesTo(bytes, Number(m[1]))) throw corrupt(cursor, '')
      return true
    }
    if (!takeLine(text, bytes)) throw corrupt(cursor, text)
  }
  cursor.line++
  throw corrupt(cursor, '')
}

function corrupt(cursor: Cursor, text: string): Refusal {
  return new Refusal(`corrupt binary patch at line ${cursor.line - 1}: ${text}`, cursor.at, true)
}

const alphabet = new Map(
  Array.from(
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~',
    (c, i) => [c, i],
  ),
)

/** Five characters are four bytes; the letter in front says how many of the last four count. */
function takeLine(text: string, bytes: number[]): boolean {
  const count = lengthOf(text.charAt(0))
  const most = ((text.length - 1) / 5) * 4
  if (text.length < 6 || (text.length - 1) % 5 !== 0) return false
  if (count === 0 || most < count || count <= most - 4) return false
  let left = count
  for (let at = 1; at < text.length; at += 5) {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const digit = alphabet.get(text.charAt(at + i))
      if (digit === undefined) return false
      value = value * 85 + digit
    }
    if (value > 0xff_ff_ff_ff) return false
    for (let shift = 24; shift >= 0 && left > 0; shift -= 8, left--)
      bytes.push(Math.floor(value / 2 ** shift) & 0xff)
  }
  return true
}

function lengthOf(letter: string): number {
  if (/^[A-Z]$/.test(letter)) return letter.charCodeAt(0) - 64
  return /^[a-z]$/.test(letter) ? letter.charCodeAt(0) - 70 : 0
}

// A block that claims more is taken at its word: unpacking costs more than it tells.
const mostUnpacked = 1024 * 1024

function inflatesTo(bytes: readonly number[], size: number): boolean {
  if (size > mostUnpacked) return true
  try {
    return inflateSync(Uint8Array.from(bytes), { maxOutputLength: size + 1 }).length === size
  } catch {
    return false
  }
}
