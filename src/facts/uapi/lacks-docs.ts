import { openAskTree } from '../asked-tree.ts'
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
    const missing = added.filter(
      ({ name }) =>
        !sort.forms(name).some((form) => docs.some((text) => text.includes(form))) &&
        !hasMisspelt(docs, name),
    )
    const isHeld = openAskTree(tree, 'Documentation')
    const held = missing.map((one) => ({ one, is: isHeld(one.name, sort.forms(one.name)) }))
    const bare = held.flatMap(({ one, is }) => (is === false ? [one] : []))
    if (bare.length === 0)
      return held.some(({ is }) => is === null)
        ? unknown('more names than are looked up in the tree')
        : no('all that it adds is documented')
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
