import type { Anchor, Comment, Message, Problem, Report, RuleHead } from '../src/model.ts'

/** The body of an ordinary patch mail, about which reports are made by hand. */
export const BODY = `The lamp driver leaves the lamp on when probing fails. Turn it off.

Fixes: 123456789abc ("lamp: add driver")
Cc: stable@vger.kernel.org
Signed-off-by: Ada Example <ada@example.org>
---
 drivers/lamp/core.c | 4 ++++
 1 file changed, 4 insertions(+)

diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c
index 1111111..2222222 100644
--- a/drivers/lamp/core.c
+++ b/drivers/lamp/core.c
@@ -10,6 +10,10 @@ static int lamp_probe(struct lamp *lamp)
 	int ret;
 
 	ret = lamp_on(lamp);
+	if (lamp == NULL)
+		return -EINVAL;
+	if (ret)
+		lamp_off(lamp);
 	return ret;
 }
 
-- 
2.40.0
`

function lineOf(body: string, part: string): number {
  return body.split('\n').findIndex((line) => line.includes(part)) + 1
}

/** The mail with that body. */
export function message(changes: Partial<Message> = {}): Message {
  const title = 'lamp: turn off on failure'
  return {
    messageId: '1@example.org',
    inReplyTo: null,
    references: [],
    from: { name: 'Ada Example', address: 'ada@example.org' },
    fromSource: 'header',
    sender: null,
    automatic: false,
    replyTo: [],
    to: [{ name: 'Lamp List', address: 'lamp@lists.example.org' }],
    cc: [],
    date: '2026-03-02T10:20:30.000Z',
    subject: subject(`[PATCH] ${title}`),
    listIds: [],
    body: BODY,
    bodyBytes: new Uint8Array(),
    origin: 'lamp.mbox:1',
    problems: [],
    ...changes,
  }
}

/** A Subject: line taken apart, as far as reports look. */
export function subject(text: string): Message['subject'] {
  return {
    text,
    tags: [],
    isPatch: true,
    isReply: false,
    revision: 1,
    counter: null,
    expected: null,
    prefix: 'lamp',
    title: text.replace(/^\[[^\]]*\] /, ''),
  }
}

/** A rule that speaks about it. */
export function rule(changes: Partial<RuleHead> = {}): RuleHead {
  return {
    id: 'lamp/null-check',
    title: 'A check for NULL that comes too late',
    why: 'The pointer was used above.\n\nSo the check is dead code.',
    severity: 'warning',
    maturity: 'stable',
    source: ['https://example.org/lamp'],
    ...changes,
  }
}

/** The line of the body that has this part. */
export function onLine(part: string, changes: object = {}, body = BODY): Anchor {
  return {
    kind: 'line',
    path: 'drivers/lamp/core.c',
    side: 'new',
    line: 13,
    mailLine: lineOf(body, part),
    quote: '\tif (lamp == NULL)',
    ...changes,
  }
}

/** What the rule says there. */
export function comment(changes: Partial<Comment> = {}): Comment {
  return {
    rule: rule(),
    message: message(),
    patch: 1,
    anchor: onLine('lamp == NULL'),
    text: 'lamp was used above: this check\ncomes too late.',
    bindings: {},
    evidence: [],
    same: [],
    suggestion: null,
    unmended: null,
    muted: null,
    ...changes,
  }
}

/** A run that found these comments and problems. */
export function report(
  comments: readonly Comment[],
  changes: Partial<Report> = {},
  problems: readonly Problem[] = [],
): Report {
  const series = {
    subject: 'lamp: turn off on failure',
    revision: 1,
    expected: 1,
    missing: [],
    messageIds: ['1@example.org'],
    titles: [],
    date: '2026-03-02T08:15:00.000Z',
    patches: 1,
  }
  return {
    tool: { name: 'lorelint', version: '0.1.0' },
    reviews: [{ series, comments, problems }],
    problems: [],
    messages: 1,
    aside: 0,
    complete: true,
    ...changes,
  }
}

/** A problem that leaves a run incomplete, and one that does not. */
export const LIMIT: Problem = {
  kind: 'limit',
  code: 'too-slow',
  what: 'the mail is longer than 10 MB',
  messageId: '9@example.org',
  line: null,
}

export const REPAIR: Problem = {
  kind: 'repair',
  code: 'context-blank-lost',
  what: 'context lines lost their blank; repaired',
  messageId: '1@example.org',
  line: 7,
}

/** The trailer of the body that a comment can be about. */
export const TRAILER: Anchor = {
  kind: 'trailer',
  key: 'Cc',
  value: 'stable@vger.kernel.org',
  mailLine: lineOf(BODY, 'Cc: stable'),
}

/** Escape, C1, an OSC, bidirectional, zero-width, a lone surrogate, and line ends. */
export const HOSTILE =
  'a\u001b[2Jb\u009b31mc\u001b]52;c;x\u0007\u202ed\u2066\u200be\ud800f\r\n::error::g\n##[add-path]h\u0085i'

/** What of it must not reach a reader. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
export const RAW = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066\ud800]/
