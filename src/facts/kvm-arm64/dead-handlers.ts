import { changes } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { deadBehind } from './guest-event.ts'

/**
 * What a guest sees behind a handler, as far as it is nothing: by its name, or because the series adds it and it
 * stores no value and hands on to a dead one (`return trap_raz_wi(vcpu, p, r);`). Null for a live one.
 */
export function deadHandler(situation: Situation, handler: string | null): string | null {
  if (handler === null) return null
  const known = situation.perSeries(deadHandler, () => handedOn(situation))
  return deadBehind(handler) ?? known.get(handler) ?? null
}

const HANDS_ON = /^\s*return\s+(\w+)\(/
const STORES = /->regval\s*=(?!=)|\*val\s*=(?!=)/

/** Handlers whose added lines all lead to one dead handler, in one pass over the series. */
function handedOn(situation: Situation): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>()
  for (const { line, inFunction } of situation.series.patches.flatMap(changes)) {
    if (line.sign !== '+' || inFunction === null) continue
    const text = line.text.slice(0, 300)
    const callee = HANDS_ON.exec(text)?.[1]
    const said = deadBehind(callee)
    if (STORES.test(text) || (callee !== undefined && said === null)) found.set(inFunction, null)
    else if (said !== null && !found.has(inFunction)) found.set(inFunction, said)
  }
  return new Map([...found].flatMap(([name, said]) => (said === null ? [] : [[name, said]])))
}
