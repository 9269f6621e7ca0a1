import type { DiffLine, FileDiff, Image, Patch, Side } from '../model.ts'
import { type Budget, grow, openBudget } from '../c/budget.ts'
import { matchLines, type LinesPattern } from '../c/lines.ts'
import type { Bindings } from '../c/bindings.ts'
import { matchPiece } from '../c/match.ts'
import type { Pattern, Piece } from '../c/pattern.ts'
import { matchQuery } from '../c/query-match.ts'
import type { Query } from '../c/query.ts'
import type { ImagePair, Situation } from '../facts/situation.ts'
import { fileWords, hunkWords } from '../facts/file-words.ts'

/** One place where a rule's diff pattern matches the patch. */
export interface PatternHit {
  readonly file: FileDiff
  readonly bindings: Bindings
  /** The changed line the comment goes to. */
  readonly line: DiffLine | null
  readonly inFunction: string | null
}

export interface PatternHits {
  readonly hits: readonly PatternHit[]
  readonly blind: readonly DiffLine[]
  readonly gaveUp: boolean
}

/** What a rule looks for in the diff, compiled; `isListed` where its first line asks whether that stands in a list. */
export type Matcher =
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly isListed: boolean }
  | { readonly kind: 'lines'; readonly lines: LinesPattern }
  | { readonly kind: 'query'; readonly query: Query }

/** What was found for rules that share their pattern and files is found once for a patch. */
export function sharedHits(
  matcher: Matcher,
  key: object | null,
  files: readonly FileDiff[],
  situation: Situation,
): PatternHits {
  if (key === null) return matcherHits(matcher, files, situation)
  const known = situation.perSeries(key, () => new Map<Patch, PatternHits>())
  const found = known.get(situation.patch) ?? matcherHits(matcher, files, situation)
  known.set(situation.patch, found)
  return found
}

/** Path scope came first; now the words; only then is a file parsed, once for all rules. */
function matcherHits(
  matcher: Matcher,
  files: readonly FileDiff[],
  situation: Situation,
): PatternHits {
  const search: Search = { situation, budget: openBudget(situation.late), blind: [], gaveUp: false }
  const hits = hitsOf(matcher, files, search)
  return { hits, blind: search.blind, gaveUp: search.gaveUp || search.budget.left <= 0 }
}

interface Search {
  readonly situation: Situation
  readonly budget: Budget
  readonly blind: DiffLine[]
  gaveUp: boolean
}

function hitsOf(
  matcher: Matcher,
  files: readonly FileDiff[],
  search: Search,
): readonly PatternHit[] {
  switch (matcher.kind) {
    case 'pattern':
      return patternHits(matcher.pattern, mostOf(matcher), files, search)
    case 'lines':
      return files.flatMap((file) => linesHits(matcher.lines, file, search))
    default:
      return sites(search.situation.patch, files, [], search).flatMap((site) => {
        const image = imageOf(site, matcher.query.side, search)
        if (image === null) return []
        seeBlind(image, search)
        grow(search.budget, image.syntax.size)
        return matchQuery(matcher.query, image, search.budget, MOST_PLACES + 1).map(
          ({ anchor, ...hit }) => ({
            ...hit,
            file: site.file,
            line: anchor,
          }),
        )
      })
  }
}

/** One hunk, or the whole file with a tree: old and new image side by side. */
interface Site {
  readonly patch: Patch
  readonly file: FileDiff
  readonly pair: ImagePair
}

function sites(
  patch: Patch,
  files: readonly FileDiff[],
  words: readonly string[],
  search: Search,
): readonly Site[] {
  const found: Site[] = []
  for (const file of files) {
    if (!isC(file)) continue
    const there = fileWords(file, search.situation)
    if (!words.every((word) => there.has(word))) continue
    if (search.situation.late()) {
      search.gaveUp = true
      break
    }
    for (const pair of search.situation.images(file).pairs) found.push({ patch, file, pair })
  }
  return found
}

function imageOf({ pair }: Site, side: Side, search: Search): Image | null {
  search.gaveUp ||= pair.gaveUp(side)
  return pair.image(side)
}

/** A hunk without the words is not parsed; of a whole file the words may stand apart. */
function mayShow(
  { pair: { hunk } }: Site,
  words: readonly string[],
  { situation }: Search,
): boolean {
  if (hunk === null || words.length === 0) return true
  const there = hunkWords(hunk, situation)
  return words.every((word) => there.has(word))
}

/** Pieces found so far, with the holes they bind. */
interface Chain {
  readonly first: Site
  readonly inFunction: string | null
  readonly bindings: Bindings
  /** The last place in the patch that is judged. */
  readonly line: DiffLine | null
  readonly at: { readonly file: FileDiff; readonly inFunction: string | null }
}

/** Places of one rule in one patch that are followed up; nobody reads more of one kind. */
export const MOST_PLACES = 100

/** A driver has a thousand calls: whether one stands in a list is seen at a glance, and leaves few to follow up. */
export const MOST_LISTED = 10_000

function mostOf({ pattern, isListed }: Matcher & { readonly kind: 'pattern' }): number {
  return isListed && pattern.pieces.length === 1 ? MOST_LISTED : MOST_PLACES
}

/** Piece after piece: each is looked for where the scope allows, one hole binding across. */
function patternHits(
  pattern: Pattern,
  most: number,
  files: readonly FileDiff[],
  search: Search,
): readonly PatternHit[] {
  const { situation, budget } = search
  const [first, ...rest] = pattern.pieces
  if (first === undefined) return []
  const together = pattern.scope === 'series' ? [first] : pattern.pieces
  const near = sites(situation.patch, files, together.flatMap(signedWords), search)
  let chains: Chain[] = []
  const inHunk = pattern.scope === 'hunk' ? pattern.pieces : [first]
  // What the last piece looks at is where the comment would stand.
  const side = pattern.pieces.at(-1)?.side ?? 'new'
  for (const site of near) {
    if (!mayShow(site, inHunk.flatMap(signedWords), search)) continue
    const image = imageOf(site, first.side, search)
    const last = imageOf(site, side, search)
    if (last !== null) seeBlind(last, search)
    grow(budget, image?.syntax.size ?? 0)
    for (const match of matchesOf(first, site, {}, search, most)) {
      const { inFunction, bindings, anchor } = match
      const at = { file: site.file, inFunction }
      chains.push({ first: site, inFunction, bindings, line: anchor, at })
    }
  }
  for (const piece of rest) {
    const domain = pattern.scope === 'series' ? [...near, ...elsewhere(piece, search)] : near
    // What is left out here could have been the place: the review says so.
    search.gaveUp ||= chains.length > MOST_PLACES
    const longer: Chain[] = []
    for (const chain of chains.slice(0, MOST_PLACES)) {
      if (longer.length > MOST_PLACES) break
      longer.push(...joined(chain, piece, pattern.scope, domain, search))
    }
    chains = longer
  }
  return chains.map(({ at, bindings, line }) => ({ ...at, bindings, line }))
}

function joined(
  chain: Chain,
  piece: Piece,
  scope: Pattern['scope'],
  domain: readonly Site[],
  search: Search,
): readonly Chain[] {
  const { situation } = search
  const found: Chain[] = []
  for (const site of domain) {
    if (scope === 'hunk' && site !== chain.first) continue
    if (scope !== 'series' && site.file !== chain.first.file) continue
    if (!mayShow(site, signedWords(piece), search)) continue
    for (const { bindings, anchor, inFunction } of matchesOf(piece, site, chain.bindings, search)) {
      if (scope === 'function' && (inFunction === null || inFunction !== chain.inFunction)) continue
      // The comment stands in the patch that is judged, wherever the rest of the pattern is.
      const here = site.patch === situation.patch && piece.anchor !== null
      const place = here ? { line: anchor, at: { file: site.file, inFunction } } : {}
      found.push({ ...chain, bindings, ...place })
    }
    if (found.length > MOST_PLACES) break
  }
  return found
}

/** The files of the other patches of the series that may show the piece. */
function elsewhere(piece: Piece, search: Search): readonly Site[] {
  const { situation } = search
  return situation.series.patches
    .filter((patch) => patch !== situation.patch)
    .flatMap((patch) => sites(patch, patch.files, signedWords(piece), search))
}

function signedWords({ words, sign }: Piece): readonly string[] {
  return sign === ' ' ? [] : words.map((word) => sign + word)
}

function matchesOf(
  piece: Piece,
  site: Site,
  from: Bindings,
  search: Search,
  most: number = MOST_PLACES,
) {
  const image = imageOf(site, piece.side, search)
  return image === null
    ? []
    : matchPiece(piece, image, from, {
        signs: true,
        budget: search.budget,
        // One more tells that there are more.
        most: most + 1,
      })
}

function seeBlind(image: Image, { blind }: Search): void {
  for (const row of image.blind) {
    const line = image.lines[row] ?? null
    if (line !== null && line.sign !== ' ') blind.push(line)
  }
}

function linesHits(lines: LinesPattern, file: FileDiff, search: Search): readonly PatternHit[] {
  const there = fileWords(file, search.situation)
  if (!lines.words.every((word) => there.has(word))) return []
  let chains: readonly Omit<PatternHit, 'file' | 'inFunction'>[] = [{ bindings: {}, line: null }]
  for (const part of lines.parts) {
    chains = chains.slice(0, MOST_PLACES + 1).flatMap(({ bindings, line }) =>
      file.hunks.flatMap((hunk) => {
        grow(search.budget, hunk.lines.length)
        const most = MOST_PLACES + 1
        const found = matchLines(part, hunk, bindings, search.budget, most, lines.exact)
        return found.map((match) => ({ bindings: match.bindings, line: match.line ?? line }))
      }),
    )
  }
  return chains.map((chain) => ({ ...chain, file, inFunction: null }))
}

/** Kconfig, assembly and device trees are not C; a trimmed header may be. */
export function isC(file: FileDiff): boolean {
  const path = file.newPath ?? file.oldPath
  return path === null || /\.[ch]$/.test(path)
}
