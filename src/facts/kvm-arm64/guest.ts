import type { Patch } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { abiEvents } from './abi-events.ts'
import type { GuestEvent } from './guest-event.ts'
import { tableEvents, trimmedEvents } from './table-events.ts'
import { valueEvents } from './value-events.ts'

/**
 * The events of one patch, strongest first. A line that only moves (the same tokens are removed
 * elsewhere in the patch) is a refactoring and no event.
 */
export function guestEvents(situation: Situation): readonly GuestEvent[] {
  const memory = situation.perSeries(guestEvents, () => new Map<Patch, readonly GuestEvent[]>())
  const known = memory.get(situation.patch)
  if (known !== undefined) return known
  const values = valueEvents(situation)
  const found = [
    ...values,
    ...tableEvents(situation),
    ...trimmedEvents(situation),
    // The value that is capped is read right above: one event says it.
    ...abiEvents(situation).filter(({ code }) => code !== 'E12' || values.length === 0),
  ]
  memory.set(situation.patch, found)
  return found
}
