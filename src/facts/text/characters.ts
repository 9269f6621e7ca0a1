/** A character a reader does not see as what it is, in the words of Unicode. */
export interface OddCharacter {
  readonly sort: 'bidi' | 'zero-width' | 'blank'
  /** "U+202E RIGHT-TO-LEFT OVERRIDE": never the character itself. */
  readonly name: string
  /** Where it stands in the line. */
  readonly at: number
}

/**
 * The bidirectional controls, zero-width characters and foreign blanks of a line, in order: `a\u202eb` holds
 * U+202E RIGHT-TO-LEFT OVERRIDE. Joiners behind another script belong to it: emoji, Persian and Hindi are
 * written with them.
 */
export function oddCharacters(text: string): readonly OddCharacter[] {
  if (!FOREIGN.test(text)) return []
  const found: OddCharacter[] = []
  let before = ''
  let at = 0
  for (const character of text) {
    const sort = sortOf(character)
    if (sort !== null && !(JOINS.test(character) && FOREIGN.test(before)))
      found.push({ sort, name: nameOf(character), at })
    before = character
    at += character.length
  }
  return found
}

function sortOf(character: string): OddCharacter['sort'] | null {
  if (BIDI.test(character)) return 'bidi'
  if (ZERO_WIDTH.test(character)) return 'zero-width'
  return BLANK.test(character) ? 'blank' : null
}

// Variation selectors choose a glyph and deceive nobody.
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const ZERO_WIDTH =
  /\u034f|[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/u
const BLANK = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
/** Most lines are ASCII. */
const FOREIGN = /\P{ASCII}/u
const JOINS = /\u200c|\u200d|[\u{e0020}-\u{e007f}]/u

/** "U+00A0 NO-BREAK SPACE"; the bare number where we know no name. */
function nameOf(character: string): string {
  const code = codePoint(character)
  const name = NAMES[code]
  return name === undefined ? code : `${code} ${name}`
}

/** "U+0430" for the first character of a text. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A text of ASCII only: `\u0430bc` for a name that begins with a Cyrillic letter. */
export function spelledOut(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0x20 && code < 0x7f) return character
    const hex = code.toString(16)
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
  }).join('')
}

const NAMES: Readonly<Record<string, string>> = {
  'U+00A0': 'NO-BREAK SPACE',
  'U+00AD': 'SOFT HYPHEN',
  'U+034F': 'COMBINING GRAPHEME JOINER',
  'U+061C': 'ARABIC LETTER MARK',
  'U+115F': 'HANGUL CHOSEONG FILLER',
  'U+1160': 'HANGUL JUNGSEONG FILLER',
  'U+180E': 'MONGOLIAN VOWEL SEPARATOR',
  'U+2002': 'EN SPACE',
  'U+2003': 'EM SPACE',
  'U+2007': 'FIGURE SPACE',
  'U+2009': 'THIN SPACE',
  'U+200A': 'HAIR SPACE',
  'U+200B': 'ZERO WIDTH SPACE',
  'U+200C': 'ZERO WIDTH NON-JOINER',
  'U+200D': 'ZERO WIDTH JOINER',
  'U+200E': 'LEFT-TO-RIGHT MARK',
  'U+200F': 'RIGHT-TO-LEFT MARK',
  'U+2028': 'LINE SEPARATOR',
  'U+2029': 'PARAGRAPH SEPARATOR',
  'U+202A': 'LEFT-TO-RIGHT EMBEDDING',
  'U+202B': 'RIGHT-TO-LEFT EMBEDDING',
  'U+202C': 'POP DIRECTIONAL FORMATTING',
  'U+202D': 'LEFT-TO-RIGHT OVERRIDE',
  'U+202E': 'RIGHT-TO-LEFT OVERRIDE',
  'U+202F': 'NARROW NO-BREAK SPACE',
  'U+2060': 'WORD JOINER',
  'U+2061': 'FUNCTION APPLICATION',
  'U+2062': 'INVISIBLE TIMES',
  'U+2063': 'INVISIBLE SEPARATOR',
  'U+2064': 'INVISIBLE PLUS',
  'U+2066': 'LEFT-TO-RIGHT ISOLATE',
  'U+2067': 'RIGHT-TO-LEFT ISOLATE',
  'U+2068': 'FIRST STRONG ISOLATE',
  'U+2069': 'POP DIRECTIONAL ISOLATE',
  'U+2800': 'BRAILLE PATTERN BLANK',
  'U+3000': 'IDEOGRAPHIC SPACE',
  'U+3164': 'HANGUL FILLER',
  'U+FEFF': 'ZERO WIDTH NO-BREAK SPACE',
  'U+FFA0': 'HALFWIDTH HANGUL FILLER',
}
