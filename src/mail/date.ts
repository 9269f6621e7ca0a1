/**
 * Reads the date of a mail as ISO 8601 in UTC, or null. RFC 5322 (`Mon, 1 Jun 2026 19:39:54
 * +0000`), asctime, and what web archives show (`Mon Jun 01 2026 - 16:13:57 EST`). Own code:
 * Date.parse takes a date without zone as local time, and the same input must give the same bytes
 * everywhere.
 */
export function parseDate(text: string): string | null {
  const rfc = rfcDate.exec(text)
  if (rfc !== null) return toIso(rfc[3], rfc[2], rfc[1], rfc[4], rfc[5], rfc[6], rfc[7])
  const archive = archiveDate.exec(text)
  if (archive !== null) {
    return toIso(archive[3], archive[1], archive[2], archive[4], archive[5], archive[6], archive[7])
  }
  const asctime = asctimeDate.exec(text)
  if (asctime === null) return null
  return toIso(asctime[6], asctime[1], asctime[2], asctime[3], asctime[4], asctime[5], undefined)
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

// 1 Jun 2026 19:39:54 +0000
const rfcDate =
  /\b(\d{1,2})[ -]+([A-Z][a-z]{2})[a-z]{0,6}[ -]+(\d{2,4}),? +(\d{1,2}):(\d\d)(?::(\d\d))?(?: *([+-]\d{4}|[A-Z]{1,5}))?/
// Jun 01 2026 - 16:13:57 EST
const archiveDate =
  /\b([A-Z][a-z]{2})[a-z]{0,6} +(\d{1,2}),? +(\d{4})[ ,-]+(\d{1,2}):(\d\d)(?::(\d\d))?(?: *([+-]\d{4}|[A-Z]{1,5}))?/
// Jun  1 16:13:57 2026
const asctimeDate = /\b([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}):(\d\d):(\d\d) +(\d{4})/

// RFC 5322 4.3; every other name means "unknown zone", which counts as UTC.
const zones: ReadonlyMap<string, number> = new Map([
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['CET', 1],
  ['CEST', 2],
])

function toIso(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  zone: string | undefined,
): string | null {
  const index = months.indexOf(month ?? '?')
  if (index < 0 || index % 3 !== 0) return null
  const short = Number(year)
  let full = short
  if (short < 50) full = short + 2000
  else if (short < 1000) full = short + 1900
  const time = Date.UTC(
    full,
    index / 3,
    Number(day),
    Number(hour),
    Number(minute) - offsetMinutes(zone ?? ''),
    Number(second ?? 0),
  )
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function offsetMinutes(zone: string): number {
  const m = /^([+-])(\d\d)(\d\d)$/.exec(zone)
  if (m === null) return (zones.get(zone) ?? 0) * 60
  const minutes = Number(m[2]) * 60 + Number(m[3])
  return m[1] === '-' ? -minutes : minutes
}
