import { defineVerb, no, textOfValue, unknown, yes } from '../verb.ts'
import { addedDocs, addedInterfaces } from './interfaces.ts'
import { hasMisspelt } from './misspelt.ts'
import { SORTS } from './sorts.ts'

export const addsUndocumented = defineVerb({
  name: 'adds-undocumented',
  doc: 'The patch adds an interface for userspace of that sort (a KVM capability or ioctl, a kernel parameter, an IIO attribute, an arm64 firmware register), and no patch of the series documents it, be it under a name that is nearly the same, nor does the tree, where there is one. Binds NAME, one solution per interface. Unknown where patches of the series are missing. Without a tree ask a list whether the name is an old one.',
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
    const docs = series.patches.flatMap((other) => addedDocs(other, sort))
    const bare = added.filter(({ name }) => {
      const forms = sort.forms(name)
      return (
        !docs.some((text) => forms.some((form) => text.includes(form))) &&
        !hasMisspelt(docs, name) &&
        !forms.some((form) => tree?.holds(form, 'Documentation') === true)
      )
    })
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
