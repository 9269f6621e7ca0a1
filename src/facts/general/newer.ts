import type { Table } from '../../rulebook.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'

const RELEASES = 'kernel-releases'

export const isNewerThan = defineVerb({
  name: 'is-newer-than',
  doc: `The mail was sent on or after the day of that kernel release ("5.10", rules/tables/${RELEASES}.tsv), so that its author could know what came with it. Releases before the first row are older than any mail; a mail without a date counts as of today.`,
  example: 'patch is-newer-than 5.10',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE', 'WORD'],
  from: (_subject, object, { patch, knowledge }) => {
    const version = textOfValue(object)
    const table = knowledge.tables.get(RELEASES)
    if (version === null || table === undefined) return unknown('no such release')
    const since = dayOf(version, table)
    if (since === null) return unknown(`${version} is not in ${table.file}`)
    const { date, messageId } = patch.message
    if (date === null) return yes(fact('the mail has no date', messageId))
    const sent = date.slice(0, 10)
    return sent >= since
      ? yes(fact(`sent on ${sent}, ${version} is of ${since || 'long before'}`, messageId))
      : no(`sent on ${sent}, ${version} is of ${since}`)
  },
})

/** The day of a release (YYYY-MM-DD); '' before the first that is listed; null if nothing is known of it. */
function dayOf(version: string, { rows }: Table): string | null {
  const row = rows.find(({ cells }) => cells['version'] === version)
  if (row !== undefined) return row.cells['date'] ?? null
  const [wanted, first] = [numbers(version), numbers(rows[0]?.cells['version'] ?? '')]
  if (wanted === null || first === null) return null
  const [major, minor] = wanted
  return major < first[0] || (major === first[0] && minor < first[1]) ? '' : null
}

function numbers(version: string): readonly [number, number] | null {
  const found = /^(\d{1,3})\.(\d{1,3})$/.exec(version)
  return found === null ? null : [Number(found[1]), Number(found[2])]
}
