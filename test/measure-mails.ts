/** A small archive for `measure`: mails of our own wording, and a rule that speaks about some of them. */

interface Mail {
  readonly id: string
  readonly by: string
  readonly subject: string
  readonly body: string
  readonly answers?: string
}

/** One mbox of these mails, a minute apart. */
export function mboxOf(mails: readonly Mail[]): string {
  return mails
    .map(({ id, by, subject, body, answers }, at) => {
      const address = `${by}@example.org`
      const parent = answers === undefined ? '' : `In-Reply-To: <${answers}@example.org>\n`
      const minute = String(at).padStart(2, '0')
      return `From ${address} Thu Jan  1 00:${minute}:00 2026
From: ${by} <${address}>
Date: Thu, 1 Jan 2026 00:${minute}:00 +0000
Message-ID: <${id}@example.org>
${parent}Subject: ${subject}

${body}
`
    })
    .join('\n')
}

/** A patch to a file that is named after it; `added` is what it adds behind the first line. */
function patchMail(id: string, subject: string, added: string, answers?: string): Mail {
  const file = `drivers/lamp/${id}.c`
  const body = `Why it is so.

Signed-off-by: alice <alice@example.org>
---
diff --git a/${file} b/${file}
--- a/${file}
+++ b/${file}
@@ -10,3 +10,4 @@ static int lamp_read(int channel)
 	int ret;
+	${added}
 	ret = lamp_select(channel);
 	return ret;
`
  const mail = { id, by: 'alice', subject, body }
  return answers === undefined ? mail : { ...mail, answers }
}

/** A reply that quotes the patch down to the added line and says something there. */
function replyMail(to: Mail, by: string, said: string, id = `re-${to.id}-${by}`): Mail {
  const lines = to.body.split('\n')
  const end = lines.findIndex((line) => line.startsWith('+\t')) + 1
  const quoted = lines.slice(0, end).map((line) => (line === '' ? '>' : `> ${line}`))
  const body = [...quoted, '', said, '', ...lines.slice(end).map((line) => `> ${line}`)].join('\n')
  return { id, by, subject: `Re: ${to.subject}`, body, answers: to.id }
}

/** A reply without quotes. */
function talkMail(to: Mail, by: string, said: string, id = `talk-${to.id}-${by}`): Mail {
  return { id, by, subject: `Re: ${to.subject}`, body: said, answers: to.id }
}

/** A rule folder's only rule: BUG_ON() in new code. `keys` are lines of its head. */
/** The pack of that rule. */
export const LAMP_PACK = '---\nowner: A Maintainer <m@example.org>\n---\n# Lamps\n\nFor tests.\n'

export function bugRule(keys = 'maturity: nursery\n', measured = ''): string {
  return `---
severity: warning
${keys}files: drivers/
source: https://docs.kernel.org/process/deprecated.html
---
# A new BUG_ON() where the caller could be told

It takes the machine down.

## Match

\`\`\`diff
+	BUG_ON($X);
\`\`\`

## Comment

\`\`\`text
Must BUG_ON() take the whole machine down here? Please return an error, if the caller can deal with one.
\`\`\`
${measured}`
}

const BAD = 'BUG_ON(channel > 3);'
const FINE = 'lamp_lock(channel);'
const SAYS = 'Please do not take the machine down, return an error.'

const said = patchMail('said', '[PATCH] lamp: check the channel', BAD)
const taken = patchMail('taken', '[PATCH] lamp: check it again', BAD)
const changed = patchMail('changed', '[PATCH] lamp: check it at last', BAD)
const own = patchMail('own', '[PATCH] lamp: check it myself', BAD)
const robot = patchMail('robot', '[PATCH] lamp: check it by night', BAD)
const elsewhere = patchMail('elsewhere', '[PATCH] lamp: check it elsewhere', BAD)
const fine = patchMail('fine', '[PATCH] lamp: lock', FINE)
const asked = patchMail('asked', '[PATCH] lamp: lock twice', FINE)
const cover: Mail = {
  id: 'cover',
  by: 'alice',
  subject: '[PATCH 0/2] lamp: two',
  body: 'Two things.\n',
}
const first = patchMail('first', '[PATCH 1/2] lamp: one', BAD, 'cover')
const second = patchMail('second', '[PATCH 2/2] lamp: other', FINE, 'cover')

/** Eleven patches, eight of them with a BUG_ON(): what is said to each is in its name. */
export const ARCHIVE: readonly Mail[] = [
  said,
  replyMail(said, 'bob', SAYS),
  taken,
  talkMail(taken, 'bob', 'Applied to for-next, thanks.'),
  changed,
  talkMail(changed, 'bob', 'Applied with the title reworded, thanks.'),
  own,
  replyMail(own, 'alice', SAYS),
  robot,
  replyMail(robot, 'patchwork-bot', SAYS),
  elsewhere,
  talkMail(elsewhere, 'bob', 'What does the machine return there, an error?'),
  fine,
  talkMail(fine, 'bob', 'Looks good.'),
  asked,
  cover,
  first,
  second,
  talkMail(cover, 'bob', 'Series applied, thanks.'),
  patchMail('old', '[PATCH] lamp: check the version', BAD),
  patchMail('new', '[PATCH v2] lamp: check the version', FINE, 'old'),
]
