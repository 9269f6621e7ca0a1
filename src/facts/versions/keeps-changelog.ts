import { openerOf } from './changelog.ts'
import { defineVerb, fact, no, unknown, yes } from '../verb.ts'

export const keepsChangelogIn = defineVerb({
  name: 'keeps-changelog-in',
  doc: 'The log of the patch holds what changed between revisions ("v2: ..."), above the cut, so that git keeps it. The place is its first line. No for a revision above the one that is sent, which is something else.',
  example: 'patch keeps-changelog-in log',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['log'],
  from: (_subject, _object, { patch, series }) => {
    const { text, message } = patch
    if (text.quoteDepth > 0) return unknown('a quoted patch may lack its cut')
    if (message.subject.text.startsWith('[tip:'))
      return unknown('a notice of what is merged already')
    const merged = text.log.find(({ text: line }) => MERGED.test(line))
    if (merged !== undefined) return unknown('a backport: its log is settled')
    const newest = Math.max(series.revision, message.subject.revision)
    const openers = text.log.map((line) => ({ line, opener: openerOf(line.text) }))
    const found = openers.find(({ line, opener }, i) => {
      if (opener === null || opener.revision === 1) return false
      // "Changelog:" alone may be anything, unless revisions are named below it.
      if (opener.revision === null) return openers[i + 1]?.opener?.revision != null
      return opener.revision > 1 && opener.revision <= newest && isHeading(line.text, opener.rest)
    })
    if (found === undefined) return no('no changelog in the log')
    const { line } = found
    const place = { kind: 'log' as const, line }
    return yes(fact(line.text.trim(), `${message.messageId}:${line.mailLine}`, [place]))
  },
})

const MERGED = /^\s*(?:commit [0-9a-f]{40} upstream|\[ ?Upstream commit)/i

/** "v2, which has no such field, ..." is prose: a heading ends or has a colon or a dash behind the number. */
function isHeading(text: string, rest: string): boolean {
  return rest === '' || /^[\s>*#=+~|[(-]{0,12}[^:]{0,60}(?::|->|=>| -| –)/.test(text)
}
