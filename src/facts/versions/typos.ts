/** Whether words tell of a misspelt word that stands in a line: "s/recieve/receive/", "recieve -> receive", "typo: receive", "typo". */
export function hasTypo(words: string, line: string): boolean {
  const pairs = [...words.matchAll(/\bs\/([^/]{2,60})\/[^/]{0,60}(?:\/|$)/g)]
  if (pairs.length > 0) return pairs.every((pair) => line.includes(pair[1] ?? ''))
  const [, wrong, right] = ARROW.exec(words) ?? []
  if (wrong !== undefined && right !== undefined)
    return line.includes(wrong) && !line.includes(right)
  const meant = TYPO_OF.exec(words)?.[1]
  if (meant === undefined) return BARE.test(words)
  const found = line.split(/[^\p{L}\p{N}_-]+/u).slice(0, 100)
  return !found.includes(meant) && found.some((word) => isNear(word, meant))
}

const ARROW =
  /^(?:typo: ?|nit: ?)?["'`]?([\w-]{3,40})["'`]? ?-{0,2}> ?["'`]?([\w-]{3,40})["'`]?[.!?]?$/i
const TYPO_OF = /^(?:nit: ?)?typo: ?["'`]?([\w-]{3,40})["'`]?[.!]?$/i
const BARE = /^(?:nit(?:pick)?: ?)?typos?[.!]?$/i

/** They begin or end alike, but for two letters. */
function isNear(a: string, b: string): boolean {
  if (a.length < 3 || Math.abs(a.length - b.length) > 2) return false
  let [head, tail] = [0, 0]
  while (head < a.length && a[head] === b[head]) head++
  while (tail < a.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  return a.length - head - tail <= 2
}
