import type { DiffLine, Hunk } from '../../model.ts'
import type { Table } from '../../rulebook.ts'
import { blankComments } from '../../c/lexer.ts'
import { codePoint, spelledOut } from './characters.ts'

/**
 * Per added line the names that look like ASCII and are not: `U+0430 CYRILLIC SMALL LETTER A ("a") in
 * "s\u0430y"`. A name counts when each of its foreign letters looks like an ASCII one, so that "µs" and
 * "größe" do not; comments and strings may be in any language.
 */
export function lookalikes(hunk: Hunk, table: Table): ReadonlyMap<DiffLine, readonly string[]> {
  const found = new Map<DiffLine, readonly string[]>()
  if (!hunk.lines.some(isForeign)) return found
  for (const { line, code } of codeOf(hunk)) {
    if (!isForeign(line) || !/[(){}[\];=<>,&|]|^\s*#/.test(code)) continue
    const names = [...code.matchAll(NAME)].flatMap(([name]) => saidOf(name, table))
    if (names.length > 0) found.set(line, [...new Set(names)])
  }
  return found
}

function isForeign({ sign, text }: DiffLine): boolean {
  return sign === '+' && /\P{ASCII}/u.test(text)
}

/** The new side without comments and strings. */
function codeOf(hunk: Hunk): readonly { readonly line: DiffLine; readonly code: string }[] {
  const shown = hunk.lines.filter((line) => line.sign !== '-')
  const text = shown.map((line) => line.text).join('\n')
  // A hunk may begin inside a comment that was opened above it.
  const end = text.indexOf('*/')
  const open = text.indexOf('/*')
  const inside = end !== -1 && (open === -1 || end < open)
  const rows = blankComments(inside ? `/*\n${text}` : text).split('\n')
  return shown.flatMap((line, i) => {
    const code = rows[inside ? i + 1 : i] ?? ''
    // In the middle of a comment with neither end in the hunk.
    return /^\s*\*(?:\s|$)/.test(code) ? [] : [{ line, code }]
  })
}

const NAME = /[\p{ID_Start}_]\p{ID_Continue}*/gu

function saidOf(name: string, table: Table): readonly string[] {
  const letters = Array.from(name).filter((letter) => /\P{ASCII}/u.test(letter))
  const said = letters.map((letter) => confusedWith(letter, table))
  const [first] = said
  if (first === undefined || first === null || said.includes(null)) return []
  return [`${first} in "${spelledOut(name)}"`]
}

/** 'U+0430 CYRILLIC SMALL LETTER A ("a")'; null for a letter that looks like none of ASCII. */
function confusedWith(letter: string, table: Table): string | null {
  const code = codePoint(letter)
  const cells = table.rows.find((row) => row.cells['code'] === code)?.cells
  if (cells !== undefined) return `${code} ${cells['name']} ("${cells['looks-like']}")`
  // Fullwidth and mathematical letters: Unicode calls them forms of the ASCII ones.
  const plain = letter.normalize('NFKC')
  return /^[\w]+$/.test(plain) ? `${code} (a form of "${plain}")` : null
}
