import { defineVerb, no, textOfValue, unknown, yes } from '../verb.ts'
import { addedInterfaces, documents } from './interfaces.ts'
import { SORTS } from './sorts.ts'

/** Sorts whose names many devices share: only a tree can say whether one is documented. */
const SHARED: ReadonlySet<string> = new Set(['iio-attribute'])

export const addsUndocumented = defineVerb({
  name: 'adds-undocumented',
  doc: 'The patch adds an interface for userspace of that sort (a KVM capability or ioctl, a kernel parameter, an IIO attribute, an arm64 firmware register), and no patch of the series documents it, nor does the tree, where there is one. Binds NAME, one solution per interface. Unknown where patches of the series are missing, and for IIO attributes without a tree.',
  example: 'patch adds-undocumented kvm-api',
  binds: ['NAME'],
  needs: 'series',
  subjects: ['patch'],
  objects: Object.keys(SORTS),
  from: (_subject, object, { patch, series, tree }) => {
    const kind = textOfValue(object) ?? ''
    const sort = SORTS[kind]
    if (sort === undefined) return unknown(`no sort ${kind}`)
    const added = addedInterfaces(patch, sort)
    if (added.length === 0) return no(`adds no ${kind}`)
    if (series.missing.length > 0) return unknown('patches of the series are missing')
    const holds = tree?.holds
    if (holds === undefined && SHARED.has(kind)) return unknown('no tree to search')
    const bare = added.filter(
      ({ name }) =>
        !series.patches.some((other) => documents(other, sort, name)) &&
        !sort.forms(name).some((form) => holds?.(form, 'Documentation') === true),
    )
    if (bare.length === 0) return no('all that it adds is documented')
    return yes(
      ...bare.map(({ name, file, line }) => ({
        bind: { NAME: name },
        said: `${name} is documented by no patch of the series`,
        where: `${patch.message.messageId}:${line.mailLine}`,
        places: [{ kind: 'line' as const, file, line }],
      })),
    )
  },
})
