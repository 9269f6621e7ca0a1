import type { Situation } from '../situation.ts'
import { type Answer, bindHole, defineVerb, fact, no, unknown, type Verb, yes } from '../verb.ts'
import { groundOf } from './builds-on.ts'
import { exemption } from './exempt.ts'
import { goesWith } from './goes-with.ts'
import { fixesIds, misspeltTag, stableTag, tagBelowCut } from './tags.ts'
import { tidied } from './tidies.ts'

/** Verbs about the tag itself: where it stands, what it says, what else the series holds. */
export const STABLE_VERBS: readonly Verb[] = [
  goesWith,
  defineVerb({
    name: 'loses',
    doc: 'A Cc: of the stable team stands below the "---", where git am drops it, and none above.',
    example: 'patch loses stable-tag',
    needs: 'mail',
    subjects: ['patch'],
    objects: ['stable-tag'],
    from: (_, __, { patch }) => {
      const line = tagBelowCut(patch)
      if (line === null || stableTag(patch) !== null) return no('no such line below the "---"')
      const where = `${patch.message.messageId}:${line.mailLine}`
      return yes(fact(line.text.trim().slice(0, 200), where, [{ kind: 'log', line }]))
    },
  }),
  defineVerb({
    name: 'misspells',
    doc: 'A Cc: names "stable" at a host that looks like vger.kernel.org and is not.',
    example: 'patch misspells $ADDRESS',
    needs: 'mail',
    subjects: ['patch'],
    objects: ['$HOLE'],
    from: (_, object, { patch }) => {
      const found = misspeltTag(patch)
      if (found === null) return no('no such address')
      const { trailer, address } = found
      const place = { text: `${trailer.key}: ${trailer.value}`, mailLine: trailer.mailLine }
      return yes({
        bind: bindHole(object, address),
        said: address,
        where: `${patch.message.messageId}:${trailer.mailLine}`,
        places: [{ kind: 'log', line: place }],
      })
    },
  }),
  defineVerb({
    name: 'is-tagged-for',
    doc: 'Some patch of the series has a Cc: of the stable team. Unknown while patches are missing, and for what is meant for a stable tree only.',
    example: 'not series is-tagged-for stable',
    needs: 'series',
    subjects: ['series'],
    objects: ['stable'],
    from: (_, __, situation) => tagged(situation),
  }),
  defineVerb({
    name: 'builds-on',
    doc: 'An earlier patch of the series, without a Cc: of the stable team, adds a line that this one takes out or has as context. Binds its title, the file and the line.',
    example: 'patch builds-on $EARLIER',
    binds: ['PATH', 'LINE'],
    needs: 'series',
    subjects: ['patch'],
    objects: ['$HOLE'],
    from: (_, object, situation) => {
      const ground = groundOf(situation)
      if (ground === null) return no('no earlier patch adds a line it needs')
      const { title } = ground.patch.text
      const hole = bindHole(object, title)
      return yes({
        bind: { ...hole, PATH: ground.path, LINE: ground.line.slice(0, 120) },
        said: `"${title}" adds "${ground.line}" to ${ground.path}`,
        where: ground.patch.message.messageId,
        places: [],
      })
    },
  }),
  defineVerb({
    name: 'tidies',
    doc: 'The patch does nothing but tidy: comments or white space only, or it takes away what its subject calls unused, dead, redundant. No when the log names harm.',
    example: 'patch tidies $WHAT',
    needs: 'mail',
    subjects: ['patch'],
    objects: ['$HOLE'],
    from: (_, object, { patch }) => {
      const what = tidied(patch)
      if (what === null) return no('it does more than tidy')
      const bind = bindHole(object, what)
      return yes({ bind, said: what, where: patch.message.messageId, places: [] })
    },
  }),
  defineVerb({
    name: 'fixes-unreleased',
    doc: 'Its log says that what it repairs is in no release; or every commit that its Fixes: trailers name is in the past of the tree and in no release tag (v6.1, v6.1.2; -rc tags are none). Unknown where one of them is a repair itself, which goes to stable trees at once, and where the tag of the newest release, by the Makefile of the tree, is missing.',
    example: 'patch fixes-unreleased $COMMIT',
    needs: 'history',
    subjects: ['patch'],
    objects: ['$HOLE'],
    from: (_, object, situation) => {
      const answer = unreleased(situation)
      if (!('said' in answer) || !('commit' in answer)) return answer
      const bind = bindHole(object, answer.commit)
      return yes({ bind, said: answer.said, where: answer.where, places: [] })
    },
  }),
]

function tagged({ patch, series }: Situation): Answer {
  const exempt = exemption(patch)
  if (exempt !== null) return unknown(exempt)
  const other = series.patches.find((one) => stableTag(one) !== null)
  if (other !== undefined) return yes(fact(other.text.title, other.message.messageId))
  return series.missing.length > 0 ? unknown('patches are missing') : no('no patch is tagged')
}

interface Unreleased {
  readonly commit: string
  readonly said: string
  readonly where: string
}

/** The commit that is in no release and what says so, or why that cannot be said. */
function unreleased({ patch, tree }: Situation): Unreleased | Answer {
  const ids = fixesIds(patch)
  const [first] = ids
  if (first === undefined) return no('no Fixes: trailer names a commit')
  const words = patch.text.log
    .map(({ text }) => UNRELEASED.exec(text)?.[0])
    .find((found) => found !== undefined)
  if (words !== undefined)
    return { commit: first, said: `the log says "${words}"`, where: patch.message.messageId }
  const history = tree?.history ?? null
  if (history === null) return unknown('no history of a tree')
  for (const id of ids) {
    const commit = history.commit(id)
    if (commit === null || commit === 'ambiguous')
      return unknown(`${id} is not in the history at hand, or not alone`)
    const released = history.isReleased(id)
    if (released === null) return unknown(`whether ${id} is in a release cannot be said here`)
    if (released) return no(`${id} is in a release`)
    if (commit.isRepair) return unknown(`${id} is a repair, which stable trees may have already`)
  }
  return { commit: first, said: `${first} is in no release tag`, where: tree?.name ?? '' }
}

const UNRELEASED =
  /\b(?:only in (?:linux-)?next|only (?:exists|present) in (?:linux-)?next|in linux-next only|not (?:yet )?(?:been )?(?:in a release|in any release|released|merged) yet|not yet (?:been )?(?:in a release|in any release|released)|no released kernel)\b/i
