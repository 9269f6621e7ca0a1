import type { DiffLine, FileDiff } from '../../model.ts'
import type { WordList } from '../../rulebook.ts'
import { pathOf, whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, type Solution, type Value, yesIfAny } from '../verb.ts'
import { type Include, includeBlocks } from './headers.ts'

const FOLDERS = 'sorted-headers'

export const misplaces = defineVerb({
  name: 'misplaces',
  doc: `An added #include is out of order in its block, and belongs before or behind another: in a block of which the patch shows that it was sorted, or in a new one in a folder of rules/lists/${FOLDERS}.txt. Headers of one folder are compared; where orders in use differ (\`_\` and \`-\`, \`x.h\` and \`x/y.h\`), any will do. Silent where one header takes the place of another. One solution per block.`,
  example: 'patch misplaces $HEADER',
  binds: ['PLACE'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const found = situation.patch.files
      .filter((file) => /\.[ch]$/.test(pathOf(file) ?? ''))
      .flatMap((file) => inFile(file, object, situation))
    return yesIfAny(found, 'no added #include is out of order')
  },
})

function inFile(file: FileDiff, object: Value, situation: Situation): readonly Solution[] {
  const { patch, knowledge } = situation
  const asked = isAskedFor(pathOf(file) ?? '', knowledge.lists.get(FOLDERS))
  return file.hunks.flatMap((hunk) => {
    const renamed = renamedIn(hunk.lines)
    const shown = hunk.lines.filter(({ sign }) => sign !== '-')
    const found = includeBlocks(shown).flatMap((block) => {
      const angled = block.filter((include) => include.angled)
      const wrong =
        groups(angled)
          .map((group) => misplaced(group, angled, asked))
          .find((pair) => pair !== null && !renamed.has(pair.include.line)) ?? null
      if (wrong === null) return []
      const { include, place } = wrong
      const hole = bindHole(object, include.header)
      const said = `<${include.header}> belongs ${place}`
      const where = whereOf(patch, file, include.line)
      const at = { kind: 'line' as const, file, line: include.line }
      return [{ bind: { ...hole, PLACE: place }, said, where, places: [at] }]
    })
    // One block says enough about a new file.
    return file.status === 'added' ? found.slice(0, 1) : found
  })
}

/** Added lines that stand right behind a removed #include: a header got another name, and kept its place. */
function renamedIn(lines: readonly DiffLine[]): ReadonlySet<DiffLine> {
  return new Set(
    lines.filter((line, i) => {
      const before = lines[i - 1]
      return line.sign === '+' && before?.sign === '-' && /^#\s*include\b/.test(before.text)
    }),
  )
}

/** Whoever looks after the folder wants new files sorted; elsewhere only what was sorted stays so. */
function isAskedFor(path: string, folders: WordList | undefined): boolean {
  return folders?.words.some((folder) => path.startsWith(folder)) ?? false
}

/** Headers by folder, in their order. */
function groups(block: readonly Include[]): readonly (readonly Include[])[] {
  const found = new Map<string, Include[]>()
  for (const include of block) {
    const group = found.get(include.folder) ?? []
    group.push(include)
    found.set(include.folder, group)
  }
  return [...found.values()]
}

/** Three headers are a block. Where nobody asks for order, three that stood so may be chance. */
const BLOCK = 3
const SORTED = 4

/** An added header that is out of order, and where it belongs; null when the rest is unsorted too. */
function misplaced(
  group: readonly Include[],
  block: readonly Include[],
  asked: boolean,
): { readonly include: Include; readonly place: string } | null {
  const kept = group.filter(({ line }) => line.sign === ' ')
  const isNew = kept.length === 0
  if (isNew && !asked) return null
  if (!isNew && (kept.length < (asked ? BLOCK : SORTED) || firstDescent(kept) !== null)) return null
  if (group.length < BLOCK) return null
  const pair = firstDescent(group)
  if (pair === null) return null
  const include = oneToMove(pair, group, block)
  return { include, place: placeOf(include, group, block) }
}

/**
 * Of two neighbours in the wrong order the one behind, unless all is in order but for the one in front; what was
 * there already stays.
 */
function oneToMove(
  [before, include]: readonly [Include, Include],
  group: readonly Include[],
  block: readonly Include[],
): Include {
  if (include.line.sign !== '+') return before
  if (before.line.sign !== '+') return include
  const isAlone = [group, block].some((headers) => {
    const isSorted = (without: Include): boolean =>
      firstDescent(headers.filter((other) => other !== without)) === null
    return isSorted(before) && !isSorted(include)
  })
  return isAlone ? before : include
}

/** Before the first header that comes behind it: of the whole block where that is in order, else of its folder. */
function placeOf(include: Include, group: readonly Include[], block: readonly Include[]): string {
  const [all, own] = [block, group].map((headers) => headers.filter((other) => other !== include))
  const others = (firstDescent(all ?? []) === null ? all : own) ?? []
  const next = others.find(({ header }) => isBehind(header, include.header))
  return next === undefined ? `behind <${others.at(-1)?.header ?? ''}>` : `before <${next.header}>`
}

function firstDescent(group: readonly Include[]): readonly [Include, Include] | null {
  for (const [i, include] of group.entries()) {
    const before = group[i - 1]
    if (before !== undefined && isBehind(before.header, include.header)) return [before, include]
  }
  return null
}

/** Every order in use says that `a` comes behind `b`. */
function isBehind(a: string, b: string): boolean {
  return ORDERS.every((key) => key(a) > key(b))
}

const ORDERS: readonly ((header: string) => string)[] = [
  (header) => header,
  (header) => header.replace(/\.h$/, ''),
  (header) => header.toLowerCase().replace(/\.h$/, '').replace(/[_-]/g, ''),
  (header) => header.toLowerCase().replace(/[_-]/g, '~'),
]
