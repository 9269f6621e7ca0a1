import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
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
  const { patch, series } = situation
  const known = situation.perSeries(otherProject, () => new Map<Patch, OtherProject | null>())
  const found = known.get(patch)
  if (found !== undefined) return found
  const signs = situation.perRun(otherProject, () => signsOf(situation))
  const made = projectOf(signs, patch, series.patches)
  known.set(patch, made)
  return made
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

function projectOf(
  signs: readonly Sign[],
  patch: Patch,
  all: readonly Patch[],
): OtherProject | null {
  const { subject, to, cc } = patch.message
  const told =
    look(signs, 'tag', subject.tags, (tag) => `its subject says "${tag}"`) ??
    look(signs, 'title', [subject.title], (title) => `its subject begins "${title.slice(0, 20)}"`)
  if (told !== null) return told
  const paths = patch.files.map(pathOf)
  const known = paths.filter((path) => path !== null)
  if (known.length === 0 || known.length < paths.length) return null
  const byPath = (some: readonly string[]): OtherProject | null =>
    look(signs, 'path', some, (path) => `it changes ${path}`)
  const ofSeries = all.flatMap(({ files }) => files.map(pathOf)).filter((path) => path !== null)
  const isLinux = (path: string): boolean => fits(signs, LINUX, path)
  if (known.some(isLinux)) return null
  const own = byPath(known)
  if (own !== null || ofSeries.some(isLinux)) return own
  const people = [...to, ...cc].map(({ address }) => address)
  return byPath(ofSeries) ?? look(signs, 'to', people, (address) => `it is sent to ${address}`)
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
    if (sign !== undefined) return { project: sign.project, because: because(text) }
  }
  return null
}

function fits(signs: readonly Sign[], project: string, path: string): boolean {
  return signs.some((sign) => sign.kind === 'path' && sign.project === project && sign.fits(path))
}
