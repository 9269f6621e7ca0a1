import { moves } from './code/moves.ts'
import { onlyAdds } from './code/only-adds.ts'
import { isUnusedAfter } from './code/unused-after.ts'
import { wantsLock } from './code/wants-lock.ts'
import { isNewerThan } from './general/newer.ts'
import { adds, removes, touches } from './general/series.ts'
import { is, isIn, matches, mentions, TEXT_KINDS } from './general/text.ts'
import { includesForTable } from './includes/for-table.ts'
import { includes, includesInVain, lacksHeader } from './includes/new-file.ts'
import { misplaces } from './includes/order.ts'
import { isEl0Check, handles, isUnreachableFrom } from './kvm-arm64/el0.ts'
import { leavesOut } from './cc/leaves-out.ts'
import { removesCall } from './calls.ts'
import { documentsLate, mixesBinding, usesUndocumented } from './dt/verbs.ts'
import { misquotesCommit, namesNoCommit } from './fixes/commits.ts'
import { miswritesFixes } from './fixes/form.ts'
import { lacksFixes } from './fixes/lacks-fixes.ts'
import {
  changesForGuests,
  gates,
  givesGuestsCall,
  hidesFromGuests,
  letsUserspaceSet,
  losesAccessors,
  makesLive,
} from './kvm-arm64/guest-verbs.ts'
import { leaks } from './paths/leaks.ts'
import { leavesLoop } from './paths/loops.ts'
import { lacksCover } from './message/cover.ts'
import { says } from './message/says-nothing.ts'
import { leavesUnwrapped } from './message/unwrapped.ts'
import { usesBeforeDefined } from './order/bisect.ts'
import { advertisesEarly } from './order/caps.ts'
import { mendsEarlier } from './order/fold.ts'
import { removesEarly } from './order/removed.ts'
import { addsUnused } from './order/unused.ts'
import { movesChanged } from './moved/moves-changed.ts'
import { mixesIn } from './split/mixes.ts'
import { strays } from './split/strays.ts'
import { STABLE_VERBS } from './stable/companions.ts'
import { isAFix, readsAs } from './stable/fix.ts'
import { partsTags } from './tags/blank-lines.ts'
import { lacksSignOff } from './tags/lacks-sign-off.ts'
import { breaksSignOff } from './tags/sign-off.ts'
import { carries, hides } from './text/hides.ts'
import { answersPrevious } from './versions/answers.ts'
import { deniesChange } from './versions/contradicts.ts'
import { drops } from './versions/drops.ts'
import { keepsChangelogIn } from './versions/keeps-changelog.ts'
import { keepsStale } from './versions/stale.ts'
import { leavesUnanswered } from './versions/unanswered.ts'
import { tells } from './versions/tells.ts'
import { lacksPrefix } from './subject/lacks-prefix.ts'
import { breaksUapi } from './uapi/breaks.ts'
import { addsUndocumented } from './uapi/lacks-docs.ts'
import { addsUnannounced } from './uapi/unannounced.ts'
import { addsUntested } from './uapi/untested.ts'
import { defineVerb, type Kind, textOfValue, unknown, type Verb } from './verb.ts'

/** What `is-a` knows; a new kind is one line here. */
export const KINDS: readonly Kind[] = [
  {
    name: 'fix',
    subject: 'patch',
    doc: 'It repairs something that was broken. No when subject, log and diff speak against it; unknown in between, and for device ids, quirks and errata.',
    example: 'not patch is-a fix',
    needs: 'mail',
    from: (_, situation) => isAFix(situation),
  },
  {
    name: 'el0-check',
    subject: '$HOLE',
    doc: 'The function refuses an access from EL0: it injects an UNDEF unless vcpu_mode_priv(). Told from its body or the shipped list.',
    example: '$CHECK is-an el0-check',
    needs: 'series',
    from: isEl0Check,
  },
  ...TEXT_KINDS,
]

const isA: Verb = defineVerb({
  name: 'is-a',
  aliases: ['is-an'],
  doc: 'The thing is of that kind.',
  example: 'not patch is-a fix',
  needs: 'mail',
  subjects: [...new Set(KINDS.map((kind) => kind.subject))],
  objects: KINDS.map((kind) => kind.name),
  from: (subject, object, situation) => {
    const name = textOfValue(object)
    const kind = KINDS.find((known) => known.name === name)
    return kind === undefined ? unknown(`no kind ${name}`) : kind.from(subject, situation)
  },
})

/** Every verb, by its name in the rule language. A new one is one line here. */
export const VERBS: readonly Verb[] = [
  isA,
  isIn,
  is,
  matches,
  mentions,
  adds,
  removes,
  touches,
  handles,
  isUnreachableFrom,
  changesForGuests,
  hidesFromGuests,
  losesAccessors,
  givesGuestsCall,
  makesLive,
  gates,
  letsUserspaceSet,
  movesChanged,
  mixesIn,
  usesBeforeDefined,
  mendsEarlier,
  removesEarly,
  advertisesEarly,
  addsUnused,
  hides,
  carries,
  moves,
  misplaces,
  includes,
  includesInVain,
  lacksHeader,
  includesForTable,
  leavesLoop,
  leaks,
  drops,
  tells,
  answersPrevious,
  keepsChangelogIn,
  leavesUnanswered,
  keepsStale,
  deniesChange,
  readsAs,
  ...STABLE_VERBS,
  miswritesFixes,
  namesNoCommit,
  misquotesCommit,
  lacksFixes,
  partsTags,
  breaksSignOff,
  lacksSignOff,
  mixesBinding,
  documentsLate,
  usesUndocumented,
  says,
  leavesUnwrapped,
  lacksCover,
  addsUndocumented,
  addsUnannounced,
  addsUntested,
  removesCall,
  lacksPrefix,
  leavesOut,
  breaksUapi,
  strays,
  isNewerThan,
  isUnusedAfter,
  wantsLock,
  onlyAdds,
]

export function verbNamed(name: string): Verb | null {
  return VERBS.find((verb) => verb.name === name || verb.aliases.includes(name)) ?? null
}
