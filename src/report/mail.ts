import { createHash } from 'node:crypto'
import type { Address, Comment, Message, Report } from '../model.ts'
import { byMail, moreRemarks, withinBudget } from '../review/budget.ts'
import { escapeLine } from './escape.ts'
import { addressHeader, idHeader, isDeliverable, parseMailbox, textHeader } from './header.ts'
import { PLAIN_TEXT } from './patch-head.ts'
import { replyBody } from './reply.ts'
import { wrap } from './wrap.ts'

interface MailOptions {
  /** Who will send the drafts: "Ada Example <ada@example.org>". */
  readonly from: string | null
  /** Comments a mail gets at most, errors aside; the rest is named in one line. Null: five. */
  readonly budget?: number | null
}

/**
 * One draft reply per mail with comments, ready for `git send-email`; several as an mbox. lorelint never sends
 * them. '' when there is nothing to say.
 */
export function mailReport(report: Report, { from, budget = null }: MailOptions): string {
  const self = from === null ? null : parseMailbox(from)
  const said = report.reviews.flatMap((r) => r.comments.filter((comment) => comment.muted === null))
  const drafts = byMail(said).flatMap((comments) => draft(comments, self, report, budget))
  if (drafts.length < 2) return drafts.join('')
  return drafts.map(mboxEntry).join('')
}

const OWN_HOST = '@lorelint.invalid'

function draft(
  all: readonly Comment[],
  self: Address | null,
  { tool }: Report,
  budget: number | null,
): string[] {
  const { said: comments, left } = withinBudget(all, budget)
  const message = all[0]?.message
  // RFC 3834: an automatic answer is never answered automatically, least of all our own.
  if (message === undefined || message.messageId.endsWith(OWN_HOST)) return []
  const body = [
    ...attribution(message),
    replyBody(message, comments),
    ...more(left),
    `\n-- \n${tool.name} ${tool.version}\n`,
  ].join('')
  const headers = recipients(message, self)
  headers.push(textHeader('Subject', replySubject(message.subject.text)))
  headers.push(idHeader('In-Reply-To', [message.messageId]))
  headers.push(idHeader('References', thread(message)))
  const written = headers.filter((header) => header !== null)
  const hash = createHash('sha256')
    .update([...written, body].join('\n'))
    .digest('hex')
  return [
    [
      ...written,
      `Message-Id: <${hash.slice(0, 32)}${OWN_HOST}>`,
      'Auto-Submitted: auto-generated',
      // Else patchwork files a suggested diff as a new patch.
      ...(comments.some((c) => c.suggestion !== null) ? ['X-Patchwork-Hint: ignore'] : []),
      ...PLAIN_TEXT,
      '',
      body,
    ].join('\n'),
  ]
}

/** Nobody takes in more at once; what is left is for the next version. */
function more(left: readonly Comment[]): readonly string[] {
  const line = moreRemarks(left)
  return line === null ? [] : ['\n', wrap(`${line}.`, 76).join('\n'), '\n']
}

function recipients(message: Message, self: Address | null): (string | null)[] {
  const seen = new Set([message.from, ...(self === null ? [] : [self])].map(key))
  const others = [...message.to, ...message.cc].filter((address) => {
    if (seen.has(key(address))) return false
    seen.add(key(address))
    return true
  })
  return [
    self === null ? null : addressHeader('From', [self]),
    addressHeader('To', [message.from]),
    addressHeader('Cc', others),
  ]
}

function key({ address }: Address): string {
  return address.toLowerCase()
}

function replySubject(text: string): string {
  return /^re:/i.test(text) ? text : `Re: ${text}`
}

// RFC 5322 3.6.4: the parent's References, then the parent. A thread of hundreds is cut as mail readers do:
// its root and its last mails.
function thread(message: Message): readonly string[] {
  const ids = [...message.references.filter((id) => id !== message.messageId), message.messageId]
  return ids.length <= 21 ? ids : [...ids.slice(0, 1), ...ids.slice(-20)]
}

function attribution(message: Message): readonly string[] {
  const sent = message.date === null ? Number.NaN : Date.parse(message.date)
  const date = Number.isNaN(sent) ? '' : new Date(sent).toUTCString().replace('GMT', '+0000')
  const name = escapeLine(message.from.name)
  const address = isDeliverable(message.from) ? `<${message.from.address}>` : ''
  const who = [name, address].filter((part) => part !== '').join(' ')
  if (who === '') return []
  return [date === '' ? `${who} wrote:\n` : `On ${date}, ${who} wrote:\n`]
}

// mboxrd: every body line that starts with any number of ">" and "From " gets one more ">".
function mboxEntry(mail: string): string {
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mail.replace(/^>*From /gm, '>$&')}\n`
}
