import type { FileDiff, Hunk, Image, Patch, Series, Side, Tree } from '../model.ts'
import type { Knowledge } from '../rulebook.ts'
import { fileImage, hunkImage } from '../c/image.ts'
import type { ParseC } from '../c/parser.ts'
import { type Change, changes } from './changes.ts'
import { applyFile } from '../diff/apply.ts'

/** What a verb may ask about: one patch, in its series, with or without a tree. */
export interface Situation {
  readonly patch: Patch
  /** Place of the patch in `series.patches`, from 0. */
  readonly position: number
  readonly series: Series
  readonly tree: Tree | null
  readonly knowledge: Knowledge
  /** The images of one file, whole where the tree has it, else one per hunk; parsed on first asking. */
  readonly images: (file: FileDiff) => FileImages
  /** Works a thing out once for the series, or once for the run; `key` is the function that asks, or what it asks about. */
  readonly perSeries: Memo
  readonly perRun: Memo
  /** True when the time of the rule that is asking is up: then nothing is known, and the review says so. */
  readonly late: () => boolean
  /** Parses the tree's own file at a path; null without tree or file. */
  readonly treeImage: (path: string) => Image | null
  /** The same with another patch in this one's place: what would be said had it been sent so. */
  readonly instead: (patch: Patch) => Situation
}

/** Old and new image side by side: one pair for a whole file, one pair per hunk otherwise. */
interface FileImages {
  readonly pairs: readonly ImagePair[]
}

export interface ImagePair {
  /** Null for a whole file. */
  readonly hunk: Hunk | null
  /** Parsed when first asked for; null where that side shows nothing, or when the parser gave up. */
  readonly image: (side: Side) => Image | null
  /** That side has lines, and they could not be parsed at all. */
  readonly gaveUp: (side: Side) => boolean
}

export type Memo = <T>(key: object, make: () => T) => T

/** A memory that its owner drops as a whole. */
export function memo(): Memo {
  const made = new Map<object, unknown>()
  return <T>(key: object, make: () => T): T => {
    if (!made.has(key)) made.set(key, make())
    // One key always has one type: no two functions ask about the same thing.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return made.get(key) as T
  }
}

/** Works a thing out once for each key of a series; `asker` is the function that asks. */
export function perKey<T>({ perSeries }: Situation, asker: object, key: unknown, make: () => T): T {
  const known = perSeries(asker, () => new Map<unknown, { readonly made: T }>())
  const found = known.get(key) ?? { made: make() }
  known.set(key, found)
  return found.made
}

/** Every changed line of the patch; worked out once. */
export function changesOf(situation: Situation): readonly Change[] {
  const { patch } = situation
  return perKey(situation, changesOf, patch, () => changes(patch))
}

/** A situation for each patch of a series, one at a time: a patch's images go when the next one comes. */
export function* situations(
  series: Series,
  tree: Tree | null,
  knowledge: Knowledge,
  parse: ParseC,
  perRun: Memo,
  late: Situation['late'] = () => false,
): Generator<Situation, void, void> {
  const perSeries = memo()
  const treeImages = new Map<string, Image | null>()
  const treeImage = (path: string): Image | null => {
    const known = treeImages.get(path)
    if (known !== undefined) return known
    const text = tree?.read(path) ?? null
    const made = text === null ? null : fileImage(parse, text, 'old', path, [])
    treeImages.set(path, made)
    return made
  }
  for (const [position, patch] of series.patches.entries()) {
    const cache = new Map<FileDiff, FileImages>()
    const images = (file: FileDiff): FileImages => {
      const known = cache.get(file)
      if (known !== undefined) return known
      const made = wholeImages(parse, tree, file) ?? hunkImages(parse, file)
      cache.set(file, made)
      return made
    }
    const shared = { position, tree, knowledge, images, treeImage, perRun, late }
    yield {
      ...shared,
      patch,
      series,
      perSeries,
      instead: (other) => instead(shared, series, other),
    }
  }
}

type Shared = Pick<
  Situation,
  'position' | 'tree' | 'knowledge' | 'images' | 'treeImage' | 'perRun' | 'late'
>

function instead(shared: Shared, series: Series, patch: Patch): Situation {
  const patches = series.patches.map((other, at) => (at === shared.position ? patch : other))
  return {
    ...shared,
    patch,
    series: { ...series, patches },
    // What is known about the series is known about its patches as they were sent.
    perSeries: memo(),
    instead: (other) => instead(shared, series, other),
  }
}

/** Blob ids name the pre-image exactly; the path at the tree's head is the next best, if the hunks fit. */
function wholeImages(parse: ParseC, tree: Tree | null, file: FileDiff): FileImages | null {
  if (tree === null || file.binary) return null
  for (const text of preImages(tree, file)) {
    const applied = applyFile(text, file)
    if (applied === null) continue
    const image = lazily((side) => {
      const path = side === 'old' ? file.oldPath : file.newPath
      const lines = side === 'old' ? applied.oldLines : applied.newLines
      return fileImage(parse, side === 'old' ? applied.old : applied.new, side, path, lines)
    })
    return { pairs: [{ hunk: null, image, gaveUp: (side) => image(side) === null }] }
  }
  return null
}

/** A hunk's image costs a parse or more: it is made for the side that a rule asks for, and kept. */
function lazily(make: (side: Side) => Image | null): ImagePair['image'] {
  const made = new Map<Side, Image | null>()
  return (side) => {
    const known = made.get(side)
    if (known !== undefined) return known
    const image = make(side)
    made.set(side, image)
    return image
  }
}

function* preImages(tree: Tree, file: FileDiff): Generator<string> {
  if (file.oldPath === null) return
  const blob = file.oldBlob === null ? null : tree.readBlob(file.oldBlob)
  if (blob !== null) yield blob
  const head = tree.read(file.oldPath)
  if (head !== null) yield head
}

function hunkImages(parse: ParseC, file: FileDiff): FileImages {
  return {
    pairs: file.hunks.map((hunk) => {
      const image = lazily((side) => hunkImage(parse, file, hunk, side))
      const shows = (side: Side): boolean =>
        hunk.lines.some((line) => line.sign !== (side === 'old' ? '+' : '-'))
      return { hunk, image, gaveUp: (side) => shows(side) && image(side) === null }
    }),
  }
}
