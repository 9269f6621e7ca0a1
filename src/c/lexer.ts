export interface Token {
  /** Identifier, number, string, character or punctuation, as written. */
  readonly text: string
  readonly start: number
}

/**
 * Splits C text into tokens without comments and white space, in linear time. It never fails:
 * an unclosed comment or string ends with the text (or the line, for strings).
 */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  for (let m = TOKEN.exec(text); m !== null; m = TOKEN.exec(text)) {
    const token = m[0]
    // A backslash only joins lines, in macro bodies.
    if (token === '\\' || token.startsWith('/*') || token.startsWith('//')) continue
    found.push({ text: token, start: m.index })
  }
  return found
}

/** Every alternative begins with another character, so nothing is tried twice. */
const TOKEN =
  /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[A-Za-z_]\w*|\d[\w.]*|->|\+\+|--|<<=?|>>=?|[<>=!&|+\-*/%^]=|&&|\|\||\.\.\.|##|[^\s\w]/g

/** The identifiers of a text, comments and strings left out. */
export function identifiers(text: string): readonly string[] {
  return tokens(text)
    .filter((token) => /^[A-Za-z_]/.test(token.text))
    .map((token) => token.text)
}

/** The text with comments and string contents blanked, at equal length: line breaks stay. */
export function blankComments(text: string): string {
  return text.replace(NOISE, (noise) => noise.replace(/[^\n]/g, ' '))
}

const NOISE =
  /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/g
