import { type Change, changes, pathOf, whereOf } from '../changes.ts'
import { bindHole, defineVerb, no, yes } from '../verb.ts'
import { counterOf, stepsOf } from './steps.ts'

export const advertisesEarly = defineVerb({
  name: 'advertises-early',
  doc: 'The patch lets KVM_CHECK_EXTENSION answer for a capability that a later patch of the same series still implements for that architecture.',
  example: 'patch advertises-early $CAP',
  binds: ['LATER'],
  needs: 'series',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch, position, series } = situation
    const later = stepsOf(situation).slice(position + 1)
    for (const change of changes(patch)) {
      const cap = advertised(change)
      const home = areaOf(change)
      if (cap === null || home === null) continue
      const step = later.find((one) =>
        changes(one.patch).some(
          (other) =>
            other.line.sign === '+' &&
            other.line.text.includes(cap) &&
            !/check_extension/.test(other.inFunction ?? '') &&
            (areaOf(other) === home || areaOf(other) === 'virt'),
        ),
      )
      if (step === undefined) continue
      const total = Math.max(series.expected, series.patches.length)
      return yes({
        bind: {
          LATER: `${counterOf(step)}/${total}`,
          ...bindHole(object, cap),
        },
        said: `${cap} is answered for here and implemented by patch ${counterOf(step)} (${step.patch.text.title})`,
        where: whereOf(patch, change.file, change.line),
        places: [{ kind: 'line', file: change.file, line: change.line }],
      })
    }
    return no('it advertises no capability that is still to come')
  },
})

function advertised({ line, inFunction }: Change): string | null {
  if (line.sign !== '+' || !/check_extension/.test(inFunction ?? '')) return null
  return /\bcase (KVM_CAP_\w+):/.exec(line.text)?.[1] ?? null
}

/** "arch/arm64", "virt"; null for headers, documentation and tests. */
function areaOf({ file }: Change): string | null {
  const path = pathOf(file) ?? ''
  if (!/\.[cS]$/.test(path)) return null
  const [top, arch] = path.split('/')
  if (top === 'arch') return `${top}/${arch}`
  return top === 'virt' ? 'virt' : null
}
