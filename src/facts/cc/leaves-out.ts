import type { Patch, Series } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { listed } from '../listed.ts'
import { isForStable } from '../subject/for-stable.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import type { Situation } from '../situation.ts'
import { type Maintainers, readMaintainers, type Section } from './maintainers.ts'
import { hasHeard, personOf, toldOf } from './told.ts'

/** More files than that are a sweep, of which not everybody wants a copy. */
const MOST_FILES = 10

export const leavesOut = defineVerb({
  name: 'leaves-out',
  doc: 'MAINTAINERS of the tree has a section for a changed file, the one with the most specific F: (else N:) line or that of device tree bindings, and nobody of it - no maintainer, reviewer or list but linux-kernel - is among To and Cc of any mail of the series, nor its author or named in a trailer. The object binds who, SECTION and FILE bind where; one solution for a section, on the first patch of the series that touches it. Unknown without a tree, without recipients, and where a list may have taken them away; no for RFCs, for stable kernels and for sweeps.',
  example: 'patch leaves-out $WHO',
  binds: ['SECTION', 'FILE'],
  needs: 'tree',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch, series, position } = situation
    if (patch.text.quoteDepth > 0 || patch.message.subject.isReply) return unknown('a quoted patch')
    if (isForStable(patch)) return no('for a stable kernel')
    if (patch.message.subject.tags.some((tag) => /^rf[ct]/i.test(tag)))
      return no('asks for comments')
    const told = toldOf(series)
    if (told.isEmpty) return unknown('no recipients are known')
    if (mayHideCc(series)) return unknown('its list takes names off Cc')
    const known = maintainersOf(situation)
    if (known === null) return unknown('no MAINTAINERS in the tree')
    const paths = pathsOf(patch)
    if (paths.length === 0 || paths.length > MOST_FILES) return no('no files, or a sweep')
    const before = new Set(series.patches.slice(0, position).flatMap(sectionsOf))
    const found = new Map<Section, string>()
    for (const path of paths)
      for (const section of nearest(known, path))
        if (isCared(section) && !found.has(section) && !hasHeard(section, told))
          found.set(section, path)
    const left = [...found].filter(([section]) => !before.has(section))
    if (left.length === 0) return no('somebody of each section is addressed')
    return yes(
      ...left.map(([section, path]) => ({
        bind: {
          ...bindHole(object, whoOf(section)),
          SECTION: section.title,
          FILE: path,
        },
        said: `${section.title} has ${path}, and nobody of it is addressed`,
        where: `MAINTAINERS: ${section.title}`,
        places: [],
      })),
    )

    function sectionsOf(other: Patch): readonly Section[] {
      return known === null ? [] : pathsOf(other).flatMap((path) => nearest(known, path))
    }
  },
})

function maintainersOf({ tree, perRun }: Situation): Maintainers | null {
  return perRun(leavesOut, () => {
    const text = tree?.read('MAINTAINERS') ?? null
    return text === null ? null : readMaintainers(text)
  })
}

/** Documents, tools and tests, and configurations, which many touch along with their code. */
const OF_ALL = /^Documentation\/(?!devicetree\/bindings\/)|^tools\/|^arch\/\w+\/configs\//

/**
 * The sections that know a path best: a broader one's people count on them. Those of bindings want all of them.
 */
function nearest(known: Maintainers, path: string): readonly Section[] {
  if (OF_ALL.test(path)) return []
  const hits = known.of(path)
  const deepest = Math.max(...hits.map(({ depth }) => depth))
  const isBinding = path.startsWith('Documentation/devicetree/bindings/')
  return hits
    .filter(
      ({ section, depth }) =>
        depth === deepest ||
        (isBinding && section.lists.some((list) => list.startsWith('devicetree@'))),
    )
    .map(({ section }) => section)
}

/** Mailman takes subscribers who want no second copy off Cc:; vger and lists.linux.dev do not. */
function mayHideCc({ patches }: Series): boolean {
  return patches.some(({ message }) =>
    message.listIds.some((id) => !/(?:vger\.kernel\.org|lists\.linux\.dev)$/.test(id)),
  )
}

/** Somebody is there who wants to hear of it. */
function isCared({ status, maintainers }: Section): boolean {
  return maintainers.length > 0 && /^(?:maintained|supported)/i.test(status)
}

function pathsOf({ files }: Patch): readonly string[] {
  return [...new Set(files.map(pathOf).filter((path) => path !== null))]
}

/** Two people at most, and the list that is theirs. */
function whoOf({ maintainers, lists }: Section): string {
  const people = maintainers.slice(0, 2).map((text) => {
    const { name, address } = personOf(text)
    return name === '' ? address : name
  })
  const list = lists.find((address) => !address.startsWith('linux-kernel@'))
  return listed([...people, ...(list === undefined ? [] : [list])])
}
