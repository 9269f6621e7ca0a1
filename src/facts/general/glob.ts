import { RE2JS } from 're2js'

/**
 * A glob as a test in linear time: `*` any run, `?` one character. In paths (`slash`) `*` and `?` stop at
 * `/`, `**` does not, and a glob that ends in `/` is a folder with all below it.
 */
export function compileGlob(glob: string, slash: boolean): (text: string) => boolean {
  const whole = slash && glob.endsWith('/') ? `${glob}**` : glob
  const source = whole.replace(/\*\*\/?|\*|\?|[\\^$.|+()[\]{}]/g, (part) => {
    if (part === '**' || part === '**/') return '.*'
    if (part === '*') return slash ? '[^/]*' : '.*'
    if (part === '?') return slash ? '[^/]' : '.'
    return `\\${part}`
  })
  const pattern = RE2JS.compile(source, RE2JS.DOTALL)
  return (text) => pattern.matches(text)
}

/** Whether a text is one of the words or fits one that has a `*`; made once, asked often. */
export function anyOf(words: readonly string[]): (text: string) => boolean {
  const plain = new Set(words.filter((word) => !word.includes('*')))
  const globs = words.filter((word) => word.includes('*')).map((word) => compileGlob(word, false))
  // Most lists have no globs, and a glob costs more than a look.
  return (text) => plain.has(text) || globs.some((fits) => fits(text))
}
