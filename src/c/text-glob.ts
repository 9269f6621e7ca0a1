import { RE2JS } from 're2js'

/** A text with holes and dots in it: `"failed to ..."`, `devm_$NAME`, `depends on $X`. */
export interface TextGlob {
  /** What the holes bind in a text that fits whole; null when it does not. */
  readonly fit: (text: string) => Readonly<Record<string, string>> | null
  /** The words every fitting text holds. */
  readonly words: readonly string[]
}

/**
 * Compiles a text with `...` (any run), `$...NAME` (any run, bound) and `$NAME` (a `word`, bound). Blanks stand
 * for any white space, or for `exact`ly themselves. RE2, so linear in the text whoever wrote it.
 */
export function textGlob(
  pattern: string,
  word: 'identifier' | 'no-blank',
  blanks: 'any' | 'exact' = 'any',
): TextGlob {
  const one = word === 'identifier' ? '[A-Za-z0-9_]+?' : '\\S+?'
  const holes: string[] = []
  let source = ''
  let from = 0
  const literal = (text: string): void => {
    const parts = blanks === 'exact' ? [text] : text.split(/\s+/)
    source += parts.map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('\\s+')
  }
  for (const found of pattern.matchAll(DOTS_OR_HOLE)) {
    literal(pattern.slice(from, found.index))
    const [text, , name] = found
    from = found.index + text.length
    if (name !== undefined) holes.push(name)
    const run = text.startsWith('...') || text.startsWith('$...')
    source += name === undefined ? '.*?' : `(${run ? '.*?' : one})`
  }
  literal(pattern.slice(from))
  const regex = RE2JS.compile(source, RE2JS.DOTALL)
  return {
    fit: (text) => {
      const matcher = regex.matcher(text)
      if (!matcher.matches()) return null
      return bound(holes.map((name, i) => [name, matcher.group(i + 1) ?? '']))
    },
    // A word that touches a hole is but a part of one.
    words: pattern.replace(DOTS_OR_HOLE, '$$').match(/(?<![\w$])[A-Za-z_]\w{2,}(?![\w$])/g) ?? [],
  }
}

/** HOLE, or dots alone. */
const DOTS_OR_HOLE = /\$(\.\.\.)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)|\.\.\./g

/** One hole twice in a text has to hold the same both times. */
function bound(
  pairs: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> | null {
  const values: Record<string, string> = {}
  for (const [name, text] of pairs) {
    if ((values[name] ?? text) !== text) return null
    values[name] = text
  }
  return values
}
