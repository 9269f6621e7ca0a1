/**
 * Texts of which one must stand in whatever a regex matches, in lower case; null when nothing is certain. Only
 * what is plain to see is read: runs of letters outside optional parts, and alternatives that all have one.
 */
export function textsOfRegex(source: string): readonly string[] | null {
  // Letters that stand for others: \\x41, \\pL, \\Q.
  if (/\\[xpPQ\d]/.test(source)) return null
  return textsOfAlternatives(source)
}

/** Shorter ones are in every text anyway. */
const SHORTEST = 3
const MOST_WAYS = 200

function textsOfAlternatives(source: string): readonly string[] | null {
  const found: string[] = []
  for (const branch of split(source)) {
    const texts = textsOfBranch(branch)
    if (texts === null) return null
    found.push(...texts)
  }
  return found.length > MOST_WAYS ? null : found
}

/** `a|b`, but not `(a|b)`. */
export function isAlternatives(source: string): boolean {
  return split(source).length > 1
}

/** Cuts at each `|` that stands in no group and no class. */
function split(source: string): readonly string[] {
  const branches: string[] = []
  let from = 0
  let depth = 0
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]
    if (letter === '\\') at++
    else if (letter === '[') at = endOfClass(source, at)
    else if (letter === '(') depth++
    else if (letter === ')') depth--
    else if (letter === '|' && depth === 0) {
      branches.push(source.slice(from, at))
      from = at + 1
    }
  }
  return [...branches, source.slice(from)]
}

/** The best of a sequence: the longest run of letters, or what a group is sure of. */
function textsOfBranch(branch: string): readonly string[] | null {
  let best: readonly string[] | null = null
  let run = ''
  const offer = (texts: readonly string[] | null): void => {
    if (texts !== null && shortest(texts) >= SHORTEST && shortest(texts) > shortest(best ?? []))
      best = texts
  }
  const close = (): void => {
    offer([run])
    run = ''
  }
  for (let at = 0; at < branch.length; ) {
    const { end, literal, group } = atomAt(branch, at)
    const optional = /^(?:[?*]|\{0)/.test(branch.slice(end, end + 2))
    const repeated = /^[+{]/.test(branch.slice(end, end + 1))
    if (optional || literal === null) close()
    else run += literal
    if (group !== null && !optional) offer(textsOfAlternatives(group))
    if (repeated) close()
    at = end
    while (at < branch.length && /[?*+]/.test(branch[at] ?? '')) at++
    if (branch[at] === '{') at = Math.max(at + 1, branch.indexOf('}', at) + 1)
  }
  close()
  return best
}

function shortest(texts: readonly string[]): number {
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => text.length))
}

interface Atom {
  readonly end: number
  /** The letter it stands for, in lower case; null when it is not one letter. */
  readonly literal: string | null
  readonly group: string | null
}

function atomAt(text: string, at: number): Atom {
  const letter = text[at] ?? ''
  const plain = { end: at + 1, literal: null, group: null }
  if (letter === '\\') {
    const next = text[at + 1] ?? ''
    // A class or an assertion; whatever else is escaped stands for itself.
    return { ...plain, end: at + 2, literal: /\w/.test(next) ? null : next }
  }
  if (letter === '[') return { ...plain, end: endOfClass(text, at) + 1 }
  if (letter === '(') {
    const end = endOfGroup(text, at)
    const inner = text.slice(at + 1, end - 1)
    // `(?i)` and the like have no text of their own.
    const named = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(inner)
    const group =
      inner.startsWith('?') && named === null ? null : inner.slice(named?.[0].length ?? 0)
    return { ...plain, end, group }
  }
  return { ...plain, literal: /[.^$|?*+{}]/.test(letter) ? null : letter.toLowerCase() }
}

function endOfClass(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ']' && at > open + 1) return at
  }
  return text.length
}

function endOfGroup(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') at = endOfClass(text, at)
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at + 1
  }
  return text.length
}

/** The same for a glob: its longest run without `*` and `?`. */
export function textsOfGlob(glob: string): readonly string[] | null {
  const runs = glob.toLowerCase().split(/[*?]/)
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  return longest.length >= SHORTEST ? [longest] : null
}
