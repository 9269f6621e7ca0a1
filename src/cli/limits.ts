import { InvalidArgumentError } from 'commander'
import { LIMITS } from '../limits.ts'
import type { Limits } from '../model.ts'

type Unit = 'bytes' | 'count' | 'time'

/** The names of `--limit`, in the order of --help. */
const NAMES: Readonly<Record<string, readonly [keyof Limits, Unit]>> = {
  mail: ['mail', 'bytes'],
  head: ['head', 'bytes'],
  line: ['line', 'bytes'],
  depth: ['depth', 'count'],
  parts: ['parts', 'count'],
  patch: ['patch', 'bytes'],
  files: ['files', 'count'],
  'c-file': ['cFile', 'bytes'],
  'parse-time': ['parseMs', 'time'],
  'rule-time': ['ruleMs', 'time'],
  'pack-time': ['packMs', 'time'],
  'mail-time': ['mailMs', 'time'],
}

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Takes `mail=50M,files=5000,rule-time=2s` over the limits so far. */
export function withLimits(text: string, before: Limits): Limits {
  let limits = before
  for (const word of text.split(',')) {
    const at = word.indexOf('=')
    const [name, value] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
    const known = NAMES[name]
    if (known === undefined)
      throw new InvalidArgumentError(`The limits are ${Object.keys(NAMES).join(', ')}.`)
    limits = { ...limits, [known[0]]: numberOf(value, known[1], name) }
  }
  return limits
}

function numberOf(value: string, unit: Unit, name: string): number {
  const m = /^(\d{1,12})([a-z]{0,2})$/i.exec(value)
  const factor = factorOf(m?.[2]?.toLowerCase() ?? '', unit)
  const number = Number(m?.[1] ?? Number.NaN) * (factor ?? Number.NaN)
  if (number > 0) return number
  const example = { bytes: '50M', count: '5000', time: '20s' }[unit]
  throw new InvalidArgumentError(`${name} takes a value like ${name}=${example}.`)
}

function factorOf(suffix: string, unit: Unit): number | undefined {
  if (unit === 'bytes') return SIZES[suffix]
  if (unit === 'count') return suffix === '' ? 1 : undefined
  return { ms: 1, s: 1000 }[suffix]
}

/** "mail=25M head=100K ...": what holds when nothing is said. */
export function defaultLimits(): string {
  return Object.entries(NAMES)
    .map(([name, [key, unit]]) => `${name}=${shown(LIMITS[key], unit)}`)
    .join(' ')
}

function shown(value: number, unit: Unit): string {
  if (unit === 'count') return String(value)
  if (unit === 'time') return `${value / 1000}s`
  return value % 1024 ** 2 === 0 ? `${value / 1024 ** 2}M` : `${value / 1024}K`
}
