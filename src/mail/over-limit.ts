import type { Limits } from '../model.ts'

/**
 * Says that a limit was hit: "the mail has 31 MiB; the limit is 25 MiB (--limit mail=...)". `has` is
 * null where nobody counted to the end.
 */
export function overLimit(
  who: string,
  has: number | null,
  limit: keyof Limits,
  limits: Limits,
): string {
  const most = inWords(limits[limit], limit)
  const found = has === null ? most : inWords(has, limit)
  const much = found === most ? `more than ${most}` : found
  return `${who} has ${much}; the limit is ${most} (--limit ${limit}=...)`
}

const COUNTED: ReadonlyMap<keyof Limits, { readonly one: string; readonly many: string }> = new Map(
  [
    ['depth', { one: 'level of parts', many: 'levels of parts' }],
    ['parts', { one: 'part', many: 'parts' }],
    ['files', { one: 'file', many: 'files' }],
  ],
)

function inWords(value: number, limit: keyof Limits): string {
  const unit = COUNTED.get(limit)
  if (unit !== undefined) return `${value} ${value === 1 ? unit.one : unit.many}`
  if (value < 1024) return `${value} bytes`
  const isLarge = value >= 1024 * 1024
  const size = value / (isLarge ? 1024 * 1024 : 1024)
  return `${Number(size.toFixed(1))} ${isLarge ? 'MiB' : 'KiB'}`
}
