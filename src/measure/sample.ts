import { createHash } from 'node:crypto'
import { findingKey } from './judged.ts'
import type { Fire } from './record.ts'

/**
 * So many findings of each rule, chosen by a hash of seed and finding: the same for every run, machine and
 * number of jobs, and whatever was judged before, so that what is judged stays a fair sample.
 */
export function sampleOf(fires: readonly Fire[], most: number, seed: string): readonly Fire[] {
  const byRule = new Map<string, Fire[]>()
  for (const fire of fires) byRule.set(fire.rule, [...(byRule.get(fire.rule) ?? []), fire])
  return [...byRule.keys()]
    .toSorted()
    .flatMap((rule) => chosen(byRule.get(rule) ?? [], most, seed, findingKey))
}

/** The first `most` by the hash of seed and key. */
export function chosen<T>(
  from: readonly T[],
  most: number,
  seed: string,
  key: (value: T) => string,
): readonly T[] {
  return from
    .map((value) => ({ value, hash: hash(`${seed}\n${key(value)}`) }))
    .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, most)
    .map(({ value }) => value)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
