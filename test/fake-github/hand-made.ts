import type { Anchor, Comment, Message, RawMail, Report, Severity } from '../../src/model.ts'

/** A comment as a test writes it down; `patch` is the counter of the commit it is about. */
export interface Wanted {
  readonly patch: number
  readonly anchor: Anchor
  readonly text?: string
  readonly severity?: Severity
  readonly muted?: string
}

/** A lint that says what the test wants, about the mails it really got. */
export function sayThat(wanted: readonly Wanted[], complete = true) {
  const mails: string[] = []
  return {
    /** Every mail that was handed over, as Latin-1 text. */
    mails,
    lint: async (source: AsyncIterable<RawMail>): Promise<Report> => {
      mails.length = 0
      for await (const mail of source) mails.push(Buffer.from(mail.bytes).toString('latin1'))
      const comments = wanted.map((each) => comment(each, mails[each.patch - 1] ?? ''))
      return report(comments, mails.length, complete)
    },
  }
}

export function onLine(path: string, side: 'old' | 'new', line: number, quote: string): Anchor {
  return { kind: 'line', path, side, line, mailLine: 1, quote }
}

function report(comments: readonly Comment[], messages: number, complete: boolean): Report {
  const series = {
    subject: 'a series',
    revision: 1,
    expected: messages,
    missing: [],
    messageIds: [],
    titles: [],
    date: null,
    patches: messages,
  }
  return {
    tool: { name: 'lorelint', version: '0.0.0' },
    reviews: [{ series, comments, problems: [] }],
    problems: [],
    messages,
    aside: 0,
    complete,
  }
}

function comment(wanted: Wanted, mail: string): Comment {
  return {
    rule: {
      id: 'test/rule',
      title: 'A rule of this test',
      why: 'Because.',
      severity: wanted.severity ?? 'warning',
      maturity: 'stable',
      source: ['https://lore.kernel.org/r/1@example.org'],
    },
    message: message(mail),
    patch: wanted.patch,
    anchor: wanted.anchor,
    text: wanted.text ?? 'This is not what the line above says.',
    bindings: {},
    evidence: [{ clause: 'a fact', said: 'holds', where: 'somewhere:1' }],
    same: [],
    suggestion: null,
    unmended: null,
    muted: wanted.muted ?? null,
  }
}

function message(mail: string): Message {
  const text = /^Subject: (.*)$/m.exec(mail)?.[1] ?? ''
  const title = text.replace(/^\[[^\]]*\] /, '')
  const subject = { text, tags: [], isPatch: true, isReply: false, revision: 1 }
  return {
    messageId: /^Message-ID: <(.*)>$/m.exec(mail)?.[1] ?? '',
    inReplyTo: null,
    references: [],
    from: { name: '', address: '' },
    fromSource: 'header',
    sender: null,
    automatic: false,
    replyTo: [],
    to: [],
    cc: [],
    date: null,
    subject: { ...subject, counter: null, expected: null, prefix: '', title },
    listIds: [],
    body: mail.slice(mail.indexOf('\n\n') + 2),
    bodyBytes: new Uint8Array(),
    origin: 'test',
    problems: [],
  }
}
