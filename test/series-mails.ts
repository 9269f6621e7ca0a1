import { parseSubject } from '../src/mail/subject.ts'
import type { Envelope } from '../src/series/envelope.ts'

/**
 * One mail a line: "id < parent  by author  at minute  vR C/N title {flags}"; `-` is no parent, no
 * counter. Example: "a1 < a0 ann 3 v2 1/3 net: x".
 */
export function mailsOf(text: string): readonly Envelope[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [
        id = '',
        parents = '',
        author = '',
        minute = '',
        revision = '',
        counter = '',
        ...rest
      ] = line.trim().split(/ +/)
      const numbers = /^(\d+)\/(\d+)$/.exec(counter)
      const references = parents === '-' ? [] : parents.split(',')
      const tags = rest.filter((w) => /^\[.*\]$/.test(w)).map((w) => w.slice(1, -1))
      const title = rest.filter((w) => !w.startsWith('[')).join(' ')
      const isReply = tags.includes('Re')
      return {
        messageId: id,
        inReplyTo: references.at(-1) ?? null,
        references,
        from: { name: author, address: `${author}@x.org` },
        date: new Date(Date.UTC(2026, 0, 1, 0, Number(minute))).toISOString(),
        subject: {
          text: line,
          tags: tags.filter((t) => t !== 'Re' && t !== 'nodiff'),
          isPatch: true,
          isReply,
          revision: Number(revision.slice(1)),
          counter: numbers === null ? null : Number(numbers[1]),
          expected: numbers === null ? null : Number(numbers[2]),
          prefix: '',
          title,
        },
        carriesPatch: numbers?.[1] !== '0' && !tags.includes('nodiff'),
        patchId: null,
        isCommit: false,
      }
    })
}

/**
 * One mail a line with its subject as sent: "id parents author minute Subject"; talk and cover
 * letters end in "{}".
 */
export function sentMails(lines: readonly string[]): readonly Envelope[] {
  return lines.map((line) => {
    const [id = '', parents = '', author = '', minute = '', ...rest] = line.split(' ')
    const subject = parseSubject(rest.filter((w) => w !== '{}').join(' '))
    const references = parents === '-' ? [] : parents.split(',')
    return {
      messageId: id,
      inReplyTo: references.at(-1) ?? null,
      references,
      from: { name: author.toUpperCase(), address: `${author}@x.org` },
      date: new Date(Date.UTC(2026, 0, 1, 0, 0, Number(minute) * 60)).toISOString(),
      subject,
      carriesPatch: !rest.includes('{}') && subject.counter !== 0,
      patchId: null,
      isCommit: false,
    }
  })
}
