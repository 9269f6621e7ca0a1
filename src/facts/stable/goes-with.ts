import type { Patch } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { type Answer, defineVerb, fact, no, textOfValue, unknown, type Verb, yes } from '../verb.ts'

/** `patch goes-with repair`, `patch goes-with thread`: who reads it was not chosen for this patch alone. */
export const goesWith: Verb = defineVerb({
  name: 'goes-with',
  doc: 'The addressees are not those of this patch alone. `repair`: it has no Fixes: and another patch of the series has. `thread`: a first, lone patch that answers a mail of somebody. `tree`: the notes say for which stable tree it is.',
  example: 'not patch goes-with repair',
  needs: 'series',
  subjects: ['patch'],
  objects: ['repair', 'thread', 'tree'],
  from: (_, object, situation) => {
    const asked = textOfValue(object)
    if (asked === 'thread') return withThread(situation)
    return asked === 'tree' ? withTree(situation) : withRepair(situation)
  },
})

function withRepair({ patch, series }: Situation): Answer {
  if (hasFixes(patch)) return no('it has a Fixes: of its own')
  const other = series.patches.find(hasFixes)
  if (other !== undefined) return yes(fact(other.text.title, other.message.messageId))
  return series.missing.length > 0 ? unknown('patches are missing') : no('no patch has a Fixes:')
}

/** A blank line behind it leaves it out of the trailers, and it is meant as one. */
function hasFixes({ text }: Patch): boolean {
  return text.log.some((line) => /^Fixes:\s{0,4}[0-9a-f]{7}/i.test(line.text))
}

/** A second revision may answer the first, and a patch of a series answers its cover letter. */
function withThread({ patch, series }: Situation): Answer {
  const { inReplyTo, messageId } = patch.message
  const lone = series.patches.length === 1 && series.coverLetter === null && series.revision <= 1
  return lone && inReplyTo !== null
    ? yes(fact(`it answers ${inReplyTo}`, messageId))
    : no('it begins a thread, or belongs to a series')
}

/** "Patch for 4.9 only." below the "---": what one stable tree lacks is asked for by mail. */
function withTree({ patch }: Situation): Answer {
  const line = patch.text.notes.find(({ text }) => FOR_TREE.test(text))
  return line === undefined
    ? no('the notes name no stable tree')
    : yes(fact(line.text.trim().slice(0, 200), `${patch.message.messageId}:${line.mailLine}`))
}

const FOR_TREE = /\bfor (?:linux-)?v?\d\.\d{1,2}\b/i
