import type { Knowledge, Share, Table } from '../rulebook.ts'

/** The tables that `measure --write` keeps of all rules together. */
export type TableName = 'measured-archives' | 'measured-classes'

export const TOGETHER_COLUMNS: readonly string[] = [
  'date',
  'archive',
  'patches',
  'commented',
  'warned',
  'accepted',
  'accepted-commented',
  'accepted-warned',
  'rules',
]

export const CLASS_COLUMNS: readonly string[] = [
  'date',
  'archive',
  'class',
  'labels',
  'said',
  'said-with-nursery',
  'rules',
]

/**
 * Where the mails of an archive come from: rules were narrowed on findings of it; nobody had read it when they
 * were; or it holds commits that were merged. What nobody says is the first.
 */
export type ArchiveKind = 'narrowed' | 'fresh' | 'merged'

/** What the rules that speak by default said together in one archive. */
export interface ArchiveFigures {
  /** "kvmarm". */
  readonly archive: string
  readonly kind: ArchiveKind
  readonly patches: number
  readonly commented: number
  readonly warned: number
  readonly accepted: number
  readonly acceptedWarned: number
  /** `speakingText` then. */
  readonly rules: string
}

export interface ClassFigures {
  readonly name: string
  readonly speaking: Share
  readonly all: Share
}

/** The table `archives` (columns archive, kind). */
export function archiveKinds({ tables }: Knowledge): ReadonlyMap<string, ArchiveKind> {
  return new Map(
    (tables.get('archives')?.rows ?? []).map(({ cells }) => [
      cells['archive'] ?? '',
      cells['kind'] === 'fresh' || cells['kind'] === 'merged' ? cells['kind'] : 'narrowed',
    ]),
  )
}

export function archiveFigures(knowledge: Knowledge): readonly ArchiveFigures[] {
  const kinds = archiveKinds(knowledge)
  return rowsOf(knowledge.tables.get('measured-archives')).map((cell) => {
    const archive = archiveName(cell('archive'))
    return {
      archive,
      kind: kinds.get(archive) ?? 'narrowed',
      patches: Number(cell('patches')),
      commented: Number(cell('commented')),
      warned: Number(cell('warned')),
      accepted: Number(cell('accepted')),
      acceptedWarned: Number(cell('accepted-warned')),
      rules: cell('rules'),
    }
  })
}

/** All archives together, by class. */
export function classFigures({ tables }: Knowledge): readonly ClassFigures[] {
  const found = new Map<string, ClassFigures>()
  for (const cell of rowsOf(tables.get('measured-classes'))) {
    const name = cell('class')
    const before = found.get(name)
    const plus = (share: Share | undefined, column: string): Share => ({
      count: (share?.count ?? 0) + Number(cell(column)),
      of: (share?.of ?? 0) + Number(cell('labels')),
    })
    found.set(name, {
      name,
      speaking: plus(before?.speaking, 'said'),
      all: plus(before?.all, 'said-with-nursery'),
    })
  }
  return [...found.values()]
}

/** "kvmarm" of "kvmarm@4be7d95f3907". */
export function archiveName(archive: string): string {
  return archive.split('@')[0] ?? archive
}

function rowsOf(table: Table | undefined): readonly ((column: string) => string)[] {
  return (table?.rows ?? []).map(
    ({ cells }) =>
      (column) =>
        cells[column] ?? '',
  )
}

/** Findings that were judged before any rule was narrowed on them; what was read then is `narrowed` by now. */
export interface FirstReading {
  readonly rules: string
  /** Of what, by whom. */
  readonly when: string
  readonly judged: number
  readonly right: number
}

/** The table `first-readings` (columns rules, when, judged, right). */
export function firstReadings({ tables }: Knowledge): readonly FirstReading[] {
  return (tables.get('first-readings')?.rows ?? []).map(({ cells }) => ({
    rules: cells['rules'] ?? '',
    when: cells['when'] ?? '',
    judged: Number(cells['judged'] ?? 0),
    right: Number(cells['right'] ?? 0),
  }))
}
