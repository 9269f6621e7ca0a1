import type { Maturity, Severity } from '../model.ts'
import type { Project } from '../rulebook.ts'
import { nearest } from './nearest.ts'
import type { Fail } from './fence.ts'

export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[]
export const MATURITIES = ['stable', 'nursery'] as const satisfies readonly Maturity[]
export const PROJECTS = ['linux'] as const satisfies readonly Project[]

/** The value of `key: value`, and where it stands. */
export interface Key {
  readonly value: string
  readonly line: number
}

const MOST_LINES = 100

/** The keys between two lines "---" at the top of a file; `next` is the index of the line behind them. */
export function readKeys(
  lines: readonly string[],
  known: readonly string[],
  noun: string,
  fail: Fail,
): { readonly values: ReadonlyMap<string, Key>; readonly next: number } {
  const values = new Map<string, Key>()
  if (lines[0] !== '---') {
    fail(1, `${noun} begins with a line "---", its keys, and a line "---"`)
    return { values, next: 0 }
  }
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (line === '---') return { values, next: i + 1 }
    if (i > MOST_LINES) {
      fail(i + 1, `more than ${MOST_LINES} lines of keys; is the line "---" behind them missing?`)
      return { values, next: lines.length }
    }
    const match = /^([A-Za-z-]+):\s*((?!\s).*)$/.exec(line)
    const key = match?.[1] ?? ''
    if (match === null) fail(i + 1, `expected "key: value", found "${line}"`)
    else if (!known.includes(key)) fail(i + 1, `unknown key "${key}"${nearest(key, known)}`)
    else if (values.has(key)) fail(i + 1, `key "${key}" stands twice`)
    else values.set(key, { value: match[2] ?? '', line: i + 1 })
  }
  fail(1, 'the keys are not closed by a line "---"')
  return { values, next: lines.length }
}

/** The key's value if it is one of those allowed; `otherwise` without the key. */
export function oneOf<const T extends string>(
  key: Key | undefined,
  allowed: readonly T[],
  otherwise: T,
  name: string,
  fail: Fail,
): T {
  if (key === undefined) return otherwise
  const found = allowed.find((value) => value === key.value)
  if (found === undefined) fail(key.line, `${name} is "${key.value}"${nearest(key.value, allowed)}`)
  return found ?? otherwise
}

/** The words of a key; those of the pack where the file does not have the key. */
export function own(key: Key | undefined, pack: readonly string[] = []): readonly string[] {
  if (key === undefined) return pack
  return key.value.split(/[\s,]+/).filter((word) => word !== '')
}
