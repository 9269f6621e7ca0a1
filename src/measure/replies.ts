import type { MailKind, Message } from '../model.ts'
import type { Rule } from '../rulebook.ts'
import { isBot } from '../series/bots.ts'
import { answered } from '../series/envelope.ts'
import { givenTags } from '../series/given-tags.ts'
import { replyLines } from '../series/reply-lines.ts'
import { type Acceptance, acceptanceIn, linkedIds } from './accepted.ts'
import type { Speaks } from './words.ts'

/** A mail that answers something, as small as can be. */
interface Note {
  readonly above: readonly string[]
  readonly from: string
  /** Somebody's own words, not tags and quotes alone, and no program's. */
  readonly remarks: boolean
  /** Rules whose wording they hold, by place in the list of rules. */
  readonly speaks: readonly number[]
  readonly acceptance: Acceptance | null
}

/** What people said about the patches of an input, gathered in one pass over its mails. */
export interface Replies {
  readonly add: (mail: { readonly message: Message; readonly kind: MailKind }) => void
  /** After the last mail: what was said about the mails of each Message-ID. */
  readonly heard: () => ReadonlyMap<string, Heard>
}

/** What others than its author said about one mail, directly or further down the thread. */
export interface Heard {
  readonly remarked: boolean
  /** Rules whose wording a remark holds, by place in the list of rules. */
  readonly rules: ReadonlySet<number>
  readonly acceptances: readonly Acceptance[]
}

/** Words of a reply that are looked at: more than a person writes. */
const MOST_TEXT = 100_000

export function openReplies(wording: readonly Speaks[]): Replies {
  const notes = new Map<string, Note>()
  const authors = new Map<string, string>()
  const linked = new Set<string>()
  const add: Replies['add'] = ({ message, kind }) => {
    const id = copy(message.messageId)
    const from = copy(message.from.address.toLowerCase())
    if (kind === 'patch' || kind === 'cover') {
      if (!authors.has(id)) authors.set(id, from)
      return
    }
    if (kind === 'applied-notice' && message.subject.text.startsWith('[tip:'))
      for (const link of linkedIds(message.body)) linked.add(copy(link))
    const above = answered(message).slice(0, 20).map(copy)
    if (above.length === 0 || notes.has(id)) return
    const said = saidIn(message)
    const isHuman = !isBot(message) && kind !== 'report' && said !== ''
    notes.set(id, {
      above,
      from,
      remarks: isHuman,
      speaks: isHuman ? wording.flatMap((speaks, at) => (speaks(said) ? [at] : [])) : [],
      acceptance: acceptanceIn(said),
    })
  }
  return { add, heard: () => gather(notes, authors, linked) }
}

/** The rules in the order `Heard.rules` counts them. */
export function placesOf(rules: readonly Rule[]): ReadonlyMap<string, number> {
  return new Map(rules.map((rule, at) => [rule.id, at]))
}

/** The writer's words: no quotes, no signature, no tags. */
function saidIn(message: Message): string {
  const lines = replyLines(message)
  const tags = givenTags(lines, message.messageId).mailLines
  return lines
    .filter((line) => line.said && !tags.has(line.mailLine))
    .map((line) => line.rest)
    .join('\n')
    .trim()
    .slice(0, MOST_TEXT)
}

function gather(
  notes: ReadonlyMap<string, Note>,
  authors: ReadonlyMap<string, string>,
  linked: ReadonlySet<string>,
): ReadonlyMap<string, Heard> {
  const found = new Map<
    string,
    { remarked: boolean; rules: Set<number>; acceptances: Acceptance[] }
  >()
  const of = (id: string) => {
    const known = found.get(id) ?? { remarked: false, rules: new Set<number>(), acceptances: [] }
    found.set(id, known)
    return known
  }
  const answersOf = openAnswers(notes, authors)
  for (const [id, note] of notes) {
    const answers = answersOf(id)
    if (answers === null || authors.get(answers) === note.from) continue
    const heard = of(answers)
    heard.remarked ||= note.remarks
    for (const rule of note.speaks) heard.rules.add(rule)
    if (note.acceptance !== null) heard.acceptances.push(note.acceptance)
  }
  for (const id of linked)
    if (authors.has(id)) of(id).acceptances.push({ counters: null, whole: false, changed: false })
  return found
}

/** The patch or cover letter that a reply answers, through other replies; each reply is walked once. */
function openAnswers(
  notes: ReadonlyMap<string, Note>,
  authors: ReadonlyMap<string, string>,
): (id: string) => string | null {
  const known = new Map<string, string | null>()
  return (from) => {
    const way: string[] = []
    let at: string | undefined = from
    let found: string | null = null
    while (at !== undefined) {
      const before = known.get(at)
      if (before !== undefined || authors.has(at)) {
        found = authors.has(at) ? at : (before ?? null)
        break
      }
      // Known already to answer nothing, should the replies go round in a circle.
      known.set(at, null)
      way.push(at)
      at = notes.get(at)?.above.find((id) => authors.has(id) || notes.has(id))
    }
    for (const id of way) known.set(id, found)
    return found
  }
}

/** A string cut from a mail would keep the whole mail in memory. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
