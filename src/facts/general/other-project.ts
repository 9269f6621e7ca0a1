import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { perKey, type Situation } from '../situation.ts'
import { compileGlob } from './glob.ts'

const TABLE = 'other-projects'

/** What the table calls the kernel: paths that no patch for another project has. */
const LINUX = 'linux'

export interface OtherProject {
  /** "kvm-unit-tests" */
  readonly project: string
  /** What shows it, for reports: 'its subject says "kvm-unit-tests"'. */
  readonly because: string
}

/**
 * The project other than the Linux kernel that a patch is for, by rules/tables/other-projects.tsv: a word in the
 * brackets of its subject, how its title begins, a path in it or in its series, or an address it is sent to. Null
 * where nothing shows it. A copy to another project's list is no sign beside a path of the kernel.
 */
export function otherProject(situation: Situation): OtherProject | null {
  return perKey(situation, otherProject, situation.patch, () => projectOf(situation))
}

interface Sign {
  readonly project: string
  readonly kind: string
  readonly fits: (text: string) => boolean
}

function signsOf({ knowledge }: Situation): readonly Sign[] {
  return (knowledge.tables.get(TABLE)?.rows ?? []).map(({ cells }) => {
    const { project = '', kind = '', sign = '' } = cells
    const isPath = kind === 'path'
    return { project, kind, fits: compileGlob(isPath ? sign : sign.toLowerCase(), isPath) }
  })
}

function projectOf(situation: Situation): OtherProject | null {
  const signs = situation.perRun(otherProject, () => signsOf(situation))
  const { files, message } = situation.patch
  const { subject, to, cc } = message
  const told =
    look(signs, 'tag', subject.tags, (tag) => `its subject says "${tag}"`) ??
    look(signs, 'title', [subject.title], (title) => `its subject begins "${title.slice(0, 20)}"`)
  if (told !== null) return told
  const own = byPaths(signs, [situation.patch])
  // A path that nobody knows may be one of the kernel.
  if (own !== null || files.length === 0 || files.some((file) => pathOf(file) === null))
    return own === LINUX ? null : own
  const series = situation.perSeries(byPaths, () => byPaths(signs, situation.series.patches))
  if (series !== null) return series === LINUX ? null : series
  const people = [...to, ...cc].map(({ address }) => address)
  return look(signs, 'to', people, (address) => `it is sent to ${address}`)
}

/** What the paths of patches show; those of the kernel have the last word. */
function byPaths(
  signs: readonly Sign[],
  patches: readonly Patch[],
): OtherProject | typeof LINUX | null {
  const paths = patches.flatMap(({ files }) => files.map(pathOf)).filter((path) => path !== null)
  if (paths.some((path) => isOfKernel(signs, path))) return LINUX
  return look(signs, 'path', paths, (path) => `it changes ${path}`)
}

function isOfKernel(signs: readonly Sign[], path: string): boolean {
  return signs.some(({ project, kind, fits }) => project === LINUX && kind === 'path' && fits(path))
}

function look(
  signs: readonly Sign[],
  kind: string,
  texts: readonly string[],
  because: (text: string) => string,
): OtherProject | null {
  for (const text of texts) {
    const shape = kind === 'path' ? text : text.toLowerCase()
    const sign = signs.find((one) => one.kind === kind && one.project !== LINUX && one.fits(shape))
    if (sign !== undefined) return { project: sign.project, because: because(text.slice(0, 200)) }
  }
  return null
}
