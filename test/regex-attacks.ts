/** A text of about `size` characters on which a regex with two ways to match it takes long. */
export type Attack = (size: number) => string

const fill = (part: string, end = ''): Attack => {
  return (size) => part.repeat(Math.ceil(size / part.length)) + end
}

/** Ordinary and hostile texts: a rule line, a table of dashes, quotes in quotes, a pasted dump. */
const COMMON: readonly string[] = [
  '-',
  '- ',
  '=',
  ' ',
  '\t',
  ' \t',
  '>',
  '> ',
  'a',
  'a ',
  'A_',
  '0',
  '0 ',
  '1.',
  '(',
  '[',
  '<',
  '{',
  '"',
  '*',
  '/*',
  '.',
  ',',
  ':',
  ': ',
  '@',
  '\r',
  '\n',
  ' \n',
  '-\n',
  '> \n',
  'é',
]

/** The common texts, and runs of the words that the regex itself names. */
export function attacks(source: string): readonly (readonly [string, Attack])[] {
  const words = [...new Set(source.match(/[A-Za-z_]{2,}|(?<=\\)[^\w]|[<>="'`#%&@!;~]/g) ?? [])]
  // `\n`, `\s` and the like are no words.
  const own = words.filter((word) => !/^[bdswnrtBDSW]/.test(word) || word.length > 2).slice(0, 24)
  const parts = [...COMMON, ...own, ...own.map((word) => `${word} `), own.slice(0, 4).join('')]
  return parts
    .filter((part) => part !== '')
    .flatMap((part) => [
      [JSON.stringify(part), fill(part)],
      // What makes a match fail that went well so far.
      [`${JSON.stringify(part)} and an end`, fill(part, '\0\n!')],
    ])
}

interface Pumped {
  readonly pumps: readonly { readonly prefix: string; readonly pump: string }[]
  readonly suffix: string
}

/** The checker's own attack, at another length. */
export function scaled({ pumps, suffix }: Pumped): Attack {
  const one = pumps.reduce((sum, { pump }) => sum + pump.length, 0)
  return (size) => {
    const times = Math.ceil(size / Math.max(1, one))
    return pumps.map(({ prefix, pump }) => prefix + pump.repeat(times)).join('') + suffix
  }
}
