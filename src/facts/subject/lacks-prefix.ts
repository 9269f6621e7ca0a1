import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import type { Situation } from '../situation.ts'
import { isForStable } from './for-stable.ts'
import { firstElement, homesOf } from './homes.ts'
import { isOwnName, standsBehind } from './own-name.ts'
import { type PrefixTable, prefixTable, usualPrefix } from './usual.ts'

const TABLE = 'subject-prefixes'
const ADDED = 'prefix-added-by-committer'

export const lacksPrefix = defineVerb({
  name: 'lacks-prefix',
  doc: `The subject begins otherwise than nine of ten accepted patches do that lie wholly in the same file or folder, of ten or more (rules/tables/${TABLE}.tsv). The object binds what they begin with, PATH where, OWN what this one begins with where that is something. Letter case counts below arch/arm, arch/arm64 (but KVM) and in folders of device trees only. No for reverts, for what lies in several subsystems, for the name of another subsystem on code it may share, where the prefix stands behind another element ("s390/zfcp: ", "arm64: KVM: "), and for the driver's own name in folders of rules/lists/${ADDED}.txt.`,
  example: 'patch lacks-prefix $PREFIX',
  binds: ['PATH', 'OWN'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch } = situation
    if (patch.text.quoteDepth > 0 || patch.message.subject.isReply) return unknown('a quoted patch')
    const table = situation.perRun(lacksPrefix, () => tableOf(situation))
    const { title } = patch.text
    if (isForStable(patch)) return no('its subject was settled elsewhere')
    const paths = patch.files.map(pathOf).filter((path) => path !== null)
    const homes = paths.length < patch.files.length ? [] : homesOf(paths)
    if (homes.length === 0) return no('it lies in no one place')
    const row = usualPrefix(table, homes, title)
    if (row !== null && marks(patch, row.prefix)) return no('the prefix stands in brackets')
    if (row === null) return no('nothing else is usual there, as far as is known')
    if (standsBehind(title, row.prefix)) return no('the prefix stands behind another element')
    const added = situation.knowledge.lists.get(ADDED)?.words ?? []
    if (added.some((folder) => row.path.startsWith(folder)) && isOwnName(title, paths))
      return no('it begins with the name of the driver, and who commits it adds the rest')
    const own = firstElement(title)
    return yes({
      bind: {
        ...bindHole(object, row.prefix),
        PATH: row.path,
        ...(own === null ? {} : { OWN: own }),
      },
      said: `${row.accepted} of ${row.patches} accepted patches to ${row.path} begin with "${row.prefix}:"`,
      where: `rules/tables/${TABLE}.tsv`,
      places: [],
    })
  },
})

/** "[SCSI] lamp: Shine": whoever applies it sees it, though git does not keep it. */
function marks({ message }: Patch, prefix: string): boolean {
  return message.subject.tags.some((tag) => tag.toLowerCase() === prefix.toLowerCase())
}

function tableOf({ knowledge }: Situation): PrefixTable {
  return prefixTable(
    (knowledge.tables.get(TABLE)?.rows ?? []).map(({ cells }) => ({
      path: cells['path'] ?? '',
      prefix: cells['prefix'] ?? '',
      accepted: Number(cells['accepted']),
      patches: Number(cells['patches']),
      others: wordsOf(cells['others']),
      below: wordsOf(cells['below']),
    })),
  )
}

function wordsOf(cell: string | undefined): readonly string[] {
  return (cell ?? '').split(', ').filter((word) => word !== '')
}
