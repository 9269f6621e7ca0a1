import type { Patch, Remark } from '../../model.ts'
import type { Kept } from './lines-kept.ts'
import { isContent } from './remark-kinds.ts'
import { hasTypo } from './typos.ts'
import { beside, keptAt, type Spot, spotNow, spotsOf, textAt } from './spots.ts'

/**
 * Of a remark whose being followed can be read off the new version itself: the line it stands under, where it was
 * not followed. Null for every other remark; `others` are the remarks of its mail.
 */
export function notFollowed(
  remark: Remark,
  others: readonly Remark[],
  old: Patch,
  now: Patch,
): Kept | null {
  const { path, side, line } = remark
  if (path === null || side !== 'new' || line === null || isContent(remark.text)) return null
  const first = remark.text.split(/\n\s*\n/, 1)[0] ?? ''
  // What may be done in one of two ways may have been done in the other, and of two requests the first.
  if (first.length > LONGEST || /\bor (?!so\b)|[,.;]\s{0,3}also\b/i.test(first)) return null
  const before = spotsOf(old, path)
  const was = before.find(({ rows, index }) => rows[index]?.newLine === line)
  if (was === undefined) return null
  const asked: Asked = {
    words: first.replaceAll(/\s+/g, ' ').trim(),
    lines: remark.text.slice(0, 1000).split('\n'),
    others: others.filter((other) => other !== remark).map(({ text }) => text),
    was,
    before,
    after: spotsOf(now, path),
    texts: () => [old, now].map(addedText),
    all: () => [old, now].flatMap(linesOfPatch),
  }
  for (const kind of KINDS) {
    const spot = kind(asked)
    if (spot !== null) return keptAt(spot)
  }
  return null
}

/** Who writes more asks for more than can be read off. */
const LONGEST = 200

interface Asked {
  /** The first paragraph, on one line. */
  readonly words: string
  readonly lines: readonly string[]
  /** What else the mail says. */
  readonly others: readonly string[]
  readonly was: Spot
  readonly before: readonly Spot[]
  readonly after: readonly Spot[]
  /** All that the old and the new patch add. */
  readonly texts: () => readonly string[]
  /** Every line of both, what they remove included. */
  readonly all: () => readonly string[]
}

type Kind = (asked: Asked) => Spot | null

function linesOfPatch({ files }: Patch): readonly string[] {
  return files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines.map((line) => line.text)))
}

function addedText({ files }: Patch): string {
  return files
    .flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))
    .filter(({ sign }) => sign !== '-')
    .map(({ text }) => text)
    .join('\n')
}

/** "bits.h is missing." */
const missingHeader: Kind = ({ words, others, was, after, texts }) => {
  const name = (HEADER.exec(words) ?? LACKS_HEADER.exec(words))?.[1]
  if (name === undefined || texts().some((text) => includes(text, name))) return null
  // "Replace bits.h with bitops.h", further down.
  if (others.some((text) => text.includes(name))) return null
  return after.find((spot) => textAt(spot) === textAt(was)) ?? null
}

const HEADER =
  /^(?:\+ ?)?<?(?:[a-z-]{1,20}\/){0,2}([a-z][\w-]{1,40}\.h)>?(?: (?:is|seems)(?: also| still)?)?(?: (?:missing|missed|needed))?(?: here| above| too)?[.!?]?$/i
const LACKS_HEADER =
  /^(?:you )?(?:also )?(?:missing|missed|needs?|please,? (?:add|include)|\+) (?:an? )?(?:include (?:of |for )?)?<?(?:[a-z-]{1,20}\/){0,2}([a-z][\w-]{1,40}\.h)>?(?: here| above| too)?[.!?]?$/i

function includes(text: string, name: string): boolean {
  return text.split('\n').some((line) => line.includes('#include') && line.includes(name))
}

/** "Use foo() instead": what neither patch had. */
const useOther: Kind = ({ words, was, after, all }) => {
  if (!USE.test(words) && !JUST_NAMED.test(words)) return null
  if (COMPARED.test(words.replace(/\bwhy not\b/i, ''))) return null
  const names =
    words.match(/\b[a-z]\w{2,50}(?=\(\))|\b[A-Z]{2,20}(?:_[A-Z0-9]{1,20}){1,6}\b/g) ?? []
  if (names.length === 0) return null
  const text = all().join('\n')
  if (names.some((name) => text.includes(name))) return null
  return /\w\(|[-+*/|&<>?]|= ?\w/.test(textAt(was) ?? '') ? spotNow(was, after) : null
}

/** "foo()?" */
const JUST_NAMED = /^[a-z]\w{2,50}\(\)(?: (?:instead|here|and)\b|[?.]|$)/i
const USE = /\b(?:use|using|instead|replaced?|prefer(?:red|ably)?|better|consider)\b/i

/** "Much better than foo()", "good that you do not use foo()" */
const COMPARED = /\b(?:not|than|over|thanks|good|nice|never|no longer)\b|n't\b/i

/** "Alphabetical order, please": it still stands before a smaller or behind a greater one. */
const unsorted: Kind = ({ words, was, after }) => {
  if (!/\b(?:alphabetic(?:al|ally)?|sort(?:ed)?|ordered|in order)\b/i.test(words)) return null
  const spot = framed(was, after)
  if (spot === null) return null
  const [above, line, below] = [textAt(spot, -1), textAt(spot), textAt(spot, 1)].map(entryOf)
  const isWrong =
    line !== undefined &&
    ((above?.list === line.list && above.name > line.name) ||
      (below?.list === line.list && line.name > below.name))
  return isWrong ? spot : null
}

interface Entry {
  readonly list: string
  readonly name: string
}

/** Entries of one list begin alike; headers are sorted by folder, without their end. */
function entryOf(text: string | null): Entry {
  const line = text ?? ''
  const [, folder, name] = INCLUDE.exec(line) ?? []
  return folder === undefined || name === undefined
    ? { list: line.slice(0, 8), name: line }
    : { list: folder, name }
}

const INCLUDE = /^#include\s{1,4}([<"](?:[\w-]{1,40}\/)?)([^">]{1,80})\.h[">]/

/** "s/recieve/receive/", "typo" */
const misspelled: Kind = ({ words, was, after }) =>
  hasTypo(words, textAt(was) ?? '') ? spotNow(was, after) : null

/** "Why signed?", "const?" */
const otherType: Kind = ({ words, was, after }) => {
  const [, signed, asked] = TYPE.exec(words) ?? []
  const word = (signed === undefined ? asked : 'unsigned')?.toLowerCase()
  const text = textAt(was) ?? ''
  // Behind a declaration of several lines the line tells nothing.
  if (word === undefined || !/\w{3}/.test(text) || text.split(/\W+/).includes(word)) return null
  return spotNow(was, after)
}

const TYPE =
  /^(?:why (signed|not unsigned|int)|(?:why not |make (?:it|this) |(?:this |it )?(?:should|can|could) be )?(static|const|unsigned)(?: int)?)[.!?]?$/i

/** "Wrong indentation." Where the line is only shown with other blanks, no comment can quote what was meant. */
const indented: Kind = ({ words, was, after }) => (INDENT.test(words) ? framed(was, after) : null)

const INDENT =
  /^(?:please |nit: ?)?(?:needs? |fix |wrong |odd |bad |more |strange |broken )(?:the |more )?indent(?:ation)?[.!?]?$/i

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

/** "Drop this.", "Not needed." */
const needless: Kind = ({ words, was, before, after }) => {
  if (words.length > 60 || !(DROP.test(words) || NOT_NEEDED.test(words))) return null
  const text = textAt(was) ?? ''
  // Of two that are alike, the one that is there may be the other.
  const isAlone = before.filter((spot) => textAt(spot) === text).length === 1
  return isAlone && !isBrace(text) ? spotNow(was, after) : null
}

const DROP =
  /^(?:nit: ?)?(?:please,? |also |just )?(?:drop|remove) (?:this|the) ?(?:[a-z]{1,20} ?){0,2}[.!]?$/i
const NOT_NEEDED =
  /^(?:nit: ?)?(?:this (?:\w{1,20} )?is )?(?:unneeded|unnecessary|redundant|not (?:needed|necessary|required|used)|unused|no need for this)(?: [a-z]{1,20}){0,2}[.!]?$/i

function isBrace(text: string): boolean {
  return !/\w{3}/.test(text) || /^\s*\}? ?else\b/.test(text)
}

/** "Redundant blank line.", "Blank line here, please." */
const blankLine: Kind = ({ words, was, after }) => {
  if (words.length > 90 || !/\b(?:blank|empty) ?line\b/i.test(words)) return null
  if (textAt(was)?.trim() === '')
    return /\b(?:drop|remove|redundant|unneeded|stray|extra|unnecessary|not needed|no need)\b/i.test(
      words,
    )
      ? framed(was, after)
      : null
  const isAsked = ADD_BLANK.test(words) && (textAt(was, 1)?.trim() ?? '') !== ''
  const spot = isAsked ? framed(was, after) : null
  return spot !== null && textAt(spot, 1) === textAt(was, 1) ? spot : null
}

const ADD_BLANK =
  /^(?:nit(?:pick)?: ?)?(?:please,? )?(?:\+ ?|missing |missed |missing a |add (?:a |an )?|insert (?:a |an )?|needs (?:a |an )?|i(?:'d| would) add a )?(?:blank|empty) ?line\b/i

/** A line that shall stand there instead is shown. */
const otherCode: Kind = ({ lines, was, after, texts }) => {
  const shown = lines.filter((line) => line.trim() !== '')
  const [code] = shown
  if (
    code === undefined ||
    shown.length > 1 ||
    !/^\s*(?:return\b.{2,80}|[\w>.-]{2,60}(?: ?[-+|&*/]?= ?.{1,80}|\(.{0,80}\)));?$/.test(
      code.slice(0, 200),
    )
  )
    return null
  if (!/;$|^\s/.test(code)) return null
  const bare = squeezed(code.replace(/\.{3}$|\(\)$/, ''))
  return texts().some((text) => squeezed(text).includes(bare)) ? null : framed(was, after)
}

function framed(was: Spot, after: readonly Spot[]): Spot | null {
  return beside(was, -1) === null || beside(was, 1) === null ? null : spotNow(was, after, true)
}

const KINDS: readonly Kind[] = [
  missingHeader,
  useOther,
  unsorted,
  misspelled,
  otherType,
  indented,
  needless,
  blankLine,
  otherCode,
]
