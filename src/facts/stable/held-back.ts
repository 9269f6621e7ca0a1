import type { Patch } from '../../model.ts'
import { askedFor } from './asked-for.ts'
import { stopsDoing } from './diff-shape.ts'
import { exemption } from './exempt.ts'
import { PREREQUISITE } from './features.ts'
import { BROKEN } from './kvm-feature.ts'
import { lookAt } from './look.ts'
import { countWords, FAULT, HARM } from './words.ts'

/** Why a patch is never called no fix, whatever it weighs; null otherwise. Asked without its series. */
export function heldBack(patch: Patch, features: ReadonlySet<string>): string | null {
  const { deed, log } = lookAt(patch)
  if (isBroken(features)) return 'something was broken and somebody saw it'
  if (features.has('fault-words') || CALLED_WRONG.test(log)) return 'the log calls something wrong'
  if (PREREQUISITE.test(log)) return 'the log speaks of another patch that needs it'
  if (notesTell(patch)) return 'what goes wrong stands below the "---"'
  if (askedFor(patch) !== null) return 'somebody asked for the tag'
  if (stopsDoing(lookAt(patch))) return 'something is no longer done'
  if (SWITCH.test(deed)) return 'it lets something be turned off'
  return HELPER.test(deed) ? 'a helper is there for another patch' : exemption(patch)
}

/** Of a thing, not of its absence: "was an incorrect optimization". */
const CALLED_WRONG =
  /\b(?:is|was|are|were|had|has) (?:an? )?(?:incorrect|wrong|broken|buggy|bogus)\b/i

/** Who wants to be rid of something mostly has a reason that is left unsaid. */
const SWITCH = /\b(?:disable|turn off|opt out)\b/

/** What the log leaves out is told below the "---", where it does not reach git. */
export function notesTell({ text }: Patch): boolean {
  const notes = text.notes.map((line) => line.text.slice(0, 500)).join('\n')
  return countWords(notes, HARM) + countWords(notes, FAULT) >= 2
}

/** Whether a trace, a report, a revert, or its own words say so. */
export function isBroken(features: ReadonlySet<string>): boolean {
  return [...BROKEN].some((name) => features.has(name))
}

/** A helper, or code that moves, helps nobody by itself. */
export const HELPER =
  /^(?:add|introduce|provide|implement|create|export|expose|factor|extract)\s(?:(?:an?|the|new|some)\s){0,2}\w+\(\)|^(?:add|introduce|provide|implement|create|export)\b.*\b(?:helpers?|wrappers?|(?:functions?|macros?) (?:to|for))\b|^(?:move|split|factor|extract|export|hoist|lift|pull|separate)\b/
