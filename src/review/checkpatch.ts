import type { Anchor, Comment, Patch, Review, Severity } from '../model.ts'
import { mailLineOf } from './mail-line.ts'

/** One line that `checkpatch.pl --terse --show-types` prints. */
interface Found {
  readonly mailLine: number
  readonly severity: Severity
  readonly type: string
  readonly text: string
}

/** What to give checkpatch.pl for a patch: the mail as it was decoded, and how many lines stand above its body. */
export function checkpatchMail({ message, text }: Patch): { mail: string; above: number } {
  const { name, address } = text.author
  const heads = [
    name === '' ? `From: ${address}` : `From: ${name} <${address}>`,
    `Subject: [PATCH] ${text.title}`,
    '',
  ]
  return { mail: `${heads.join('\n')}\n${message.body}`, above: heads.length }
}

/**
 * A review with what checkpatch.pl found in one of its patches, as comments of rules `checkpatch/<TYPE>`. Where
 * one of ours stands on the line, checkpatch's is muted; where we hold the opposite, it says so, as a note.
 */
export function withCheckpatch(
  review: Review,
  patch: Patch,
  printed: string,
  above: number,
): Review {
  const { messageId } = patch.message
  const ours = review.comments.filter(
    (one) => one.message.messageId === messageId && one.muted === null,
  )
  const position = review.series.messageIds.indexOf(messageId)
  const seen = new Set<string>()
  const added: Comment[] = []
  for (const found of foundIn(printed, above)) {
    const key = `${found.mailLine} ${found.type}`
    if (seen.has(key)) continue
    seen.add(key)
    added.push(comment(found, patch, ours))
  }
  const order = ({ message }: Comment): number =>
    review.series.messageIds.indexOf(message.messageId)
  const at = review.comments.findLastIndex((one) => order(one) <= position) + 1
  const mine = [...ours, ...added].toSorted(
    (a, b) => (mailLineOf(a.anchor) ?? 0) - (mailLineOf(b.anchor) ?? 0),
  )
  const kept = new Set<Comment>(ours)
  const others = review.comments.map((one, i) => ({ one, i })).filter(({ one }) => !kept.has(one))
  return {
    ...review,
    comments: [
      ...others.filter(({ i }) => i < at).map(({ one }) => one),
      ...mine,
      ...others.filter(({ i }) => i >= at).map(({ one }) => one),
    ],
  }
}

function foundIn(printed: string, above: number): readonly Found[] {
  return printed.split('\n').flatMap((row) => {
    const match = /^[^:]{0,200}:(\d{1,9}): (ERROR|WARNING|CHECK):([A-Z0-9_]{1,60}): (.*)$/.exec(row)
    const mailLine = Number(match?.[1]) - above
    const severity = SEVERITY[match?.[2] ?? '']
    // It runs outside of a repository: there every commit is unknown.
    if (match?.[3] === 'UNKNOWN_COMMIT_ID') return []
    if (match === null || severity === undefined || mailLine < 1) return []
    return [{ mailLine, severity, type: match[3] ?? '', text: match[4] ?? '' }]
  })
}

const SEVERITY: Readonly<Record<string, Severity | undefined>> = {
  ERROR: 'error',
  WARNING: 'warning',
  CHECK: 'note',
}

/** Types we know better, when a rule of ours has spoken on the same patch. */
const DISAGREE: readonly {
  readonly type: string
  readonly rule: string
  readonly words: string
}[] = [
  {
    type: 'MISSING_FIXES_TAG',
    rule: 'stable/not-a-bugfix',
    words: 'We do not think so: the patch reads as no bug fix.',
  },
]

function comment(found: Found, patch: Patch, ours: readonly Comment[]): Comment {
  const id = `checkpatch/${found.type}`
  const against = DISAGREE.find(
    ({ type, rule }) => type === found.type && ours.some((one) => one.rule.id === rule),
  )
  const same = ours.find(({ anchor }) => mailLineOf(anchor) === found.mailLine)
  const sentence = /[.?!]$/.test(found.text) ? found.text : `${found.text}.`
  return {
    rule: {
      id,
      title: found.type,
      why: '',
      severity: against === undefined ? found.severity : 'note',
      maturity: 'stable',
      source: ['https://docs.kernel.org/dev-tools/checkpatch.html'],
    },
    message: patch.message,
    patch: patch.message.subject.counter ?? 1,
    // What is about the sign-offs is printed with the last line of the mail.
    anchor: found.type.includes('SIGN_OFF')
      ? { kind: 'log', mailLine: null }
      : anchorAt(patch, found.mailLine),
    text: `checkpatch: ${sentence}${against === undefined ? '' : ` ${against.words}`}`,
    bindings: {},
    evidence: [],
    same: [],
    suggestion: null,
    unmended: null,
    muted:
      same !== undefined && against === undefined ? `${same.rule.id} speaks of that line` : null,
  }
}

function anchorAt(patch: Patch, mailLine: number): Anchor {
  for (const file of patch.files) {
    for (const line of file.hunks.flatMap(({ lines }) => lines)) {
      if (line.mailLine !== mailLine) continue
      const side = line.sign === '-' ? 'old' : 'new'
      const path = side === 'old' ? file.oldPath : file.newPath
      const number = side === 'old' ? line.oldLine : line.newLine
      return { kind: 'line', path, side, line: number, mailLine, quote: line.text }
    }
  }
  const trailer = patch.text.trailers.find((one) => one.mailLine === mailLine)
  if (trailer === undefined) return { kind: 'log', mailLine }
  return { kind: 'trailer', key: trailer.key, value: trailer.value, mailLine }
}
