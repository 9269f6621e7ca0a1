import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { Anchor, Comment, Message, Problem, Report, RuleHead } from '../src/model.ts'
import { escapeQuoted, escapeHidden } from '../src/report/escape.ts'
import { githubReport } from '../src/report/github.ts'
import { jsonReport } from '../src/report/json.ts'
import { mailReport } from '../src/report/mail.ts'
import { replyBody } from '../src/report/reply.ts'
import { sarifReport } from '../src/report/sarif.ts'
import { countComments, summarySentence } from '../src/report/summary.ts'
import { textReport } from '../src/report/text.ts'
import { wrap } from '../src/report/wrap.ts'

// ---------------------------------------------------------------- values, made by hand

const BODY = `The lamp driver leaves the lamp on when probing fails. Turn it off.

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

function message(changes: Partial<Message> = {}): Message {
  const title = 'lamp: turn off on failure'
  return {
    messageId: '1@example.org',
    inReplyTo: null,
    references: [],
    from: { name: 'Ada Example', address: 'ada@example.org' },
    fromSource: 'header',
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

function subject(text: string): Message['subject'] {
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

function rule(changes: Partial<RuleHead> = {}): RuleHead {
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

function onLine(part: string, changes: object = {}, body = BODY): Anchor {
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

function comment(changes: Partial<Comment> = {}): Comment {
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

function report(
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

const LIMIT: Problem = {
  kind: 'limit',
  code: 'too-slow',
  what: 'the mail is longer than 10 MB',
  messageId: '9@example.org',
  line: null,
}
const REPAIR: Problem = {
  kind: 'repair',
  code: 'context-blank-lost',
  what: 'context lines lost their blank; repaired',
  messageId: '1@example.org',
  line: 7,
}

const TRAILER: Anchor = {
  kind: 'trailer',
  key: 'Cc',
  value: 'stable@vger.kernel.org',
  mailLine: lineOf(BODY, 'Cc: stable'),
}

// Escape, C1, an OSC, bidirectional, zero-width, a lone surrogate, and line ends.
const HOSTILE =
  'a\u001b[2Jb\u009b31mc\u001b]52;c;x\u0007\u202ed\u2066\u200be\ud800f\r\n::error::g\n##[add-path]h\u0085i'
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const RAW = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066\ud800]/

// ---------------------------------------------------------------- words

describe('words', () => {
  test('muted comments are not counted', () => {
    const said = [
      comment(),
      comment({ rule: rule({ severity: 'note' }) }),
      comment({ muted: 'me' }),
    ]
    expect(countComments(report(said))).toEqual({ errors: 0, warnings: 1, notes: 1 })
    expect(summarySentence(report(said))).toBe('1 patch: 1 warning, 1 note (1 muted)')
  })

  test('an empty, a clean and an incomplete run differ', () => {
    expect(summarySentence(report([]))).toBe('no comments on 1 patch')
    expect(summarySentence(report([], { reviews: [], messages: 2 }))).toBe('no patches in 2 mails')
    expect(summarySentence(report([], { reviews: [], messages: 0 }))).toBe('no mails')
    expect(summarySentence(report([], { complete: false }))).toBe(
      'no comments on 1 patch (not everything was checked)',
    )
  })

  test('hidden characters are shown, form feeds of a quote stay', () => {
    expect(escapeHidden('a\u001b[2J\tb\n\u202e\u{e0041}')).toBe('a\\x1b[2J\tb\n\\u202e\\u{e0041}')
    expect(escapeQuoted('a\fb\u0000\u202e\u2728\ufe0f')).toBe('a\fb\\x00\\u202e\u2728\ufe0f')
  })

  test('paragraphs are filled, code and list points stay', () => {
    const text = 'one two three\nfour\n\n  code  here\n- first point\n- second\n  goes on'
    expect(wrap(text, 14)).toEqual([
      'one two three',
      'four',
      '',
      '  code  here',
      '- first point',
      '- second goes',
      '  on',
    ])
  })

  test('no line of a comment reads as a quote, a tag or a separator', () => {
    const text = 'Reviewed-by: x\n\nis a >= b\n\n> b\n\n--- c'
    const lines = ['"Reviewed-by:"', 'x', '', 'is a >=', 'b', '', ' > b', '', ' --- c']
    expect(wrap(text, 6)).toEqual(lines)
  })
})

// ---------------------------------------------------------------- json

describe('json', () => {
  test('the document has exactly the keys of version 1, in order', () => {
    const said = comment({
      bindings: { P: 'lamp' },
      evidence: [{ clause: '$P is-used', said: 'lamp_on(lamp)', where: '1@example.org:17' }],
      same: ['lamp_dim'],
    })
    const whole = report([said], { problems: [LIMIT], complete: false }, [REPAIR])
    const expected = {
      version: 1,
      tool: { name: 'lorelint', version: '0.1.0' },
      series: [
        {
          subject: 'lamp: turn off on failure',
          revision: 1,
          expected: 1,
          missing: [],
          messageIds: ['1@example.org'],
          comments: [
            {
              rule: 'lamp/null-check',
              severity: 'warning',
              maturity: 'stable',
              messageId: '1@example.org',
              patch: 1,
              text: 'lamp was used above: this check\ncomes too late.',
              anchor: {
                kind: 'line',
                path: 'drivers/lamp/core.c',
                side: 'new',
                line: 13,
                mailLine: 18,
                quote: '\tif (lamp == NULL)',
              },
              bindings: { P: 'lamp' },
              evidence: [
                { clause: '$P is-used', said: 'lamp_on(lamp)', where: '1@example.org:17' },
              ],
              same: ['lamp_dim'],
              source: ['https://example.org/lamp'],
              suggestion: null,
              muted: null,
            },
          ],
          problems: [
            {
              what: 'context lines lost their blank; repaired',
              at: '1@example.org:7',
              code: 'context-blank-lost',
              kind: 'repair',
            },
          ],
        },
      ],
      summary: {
        messages: 1,
        series: 1,
        patches: 1,
        comments: 1,
        errors: 0,
        warnings: 1,
        notes: 0,
      },
      problems: [
        {
          what: 'the mail is longer than 10 MB',
          at: '9@example.org',
          code: 'too-slow',
          kind: 'limit',
        },
      ],
      complete: false,
    }
    expect(jsonReport(whole)).toBe(`${JSON.stringify(expected, null, 2)}\n`)
  })

  test('each kind of anchor has its own keys', () => {
    const anchors: readonly Anchor[] = [
      TRAILER,
      { kind: 'subject' },
      { kind: 'log', mailLine: 1 },
      { kind: 'cover' },
      { kind: 'series' },
    ]
    const { series } = JSON.parse(jsonReport(report(anchors.map((anchor) => comment({ anchor })))))
    expect(series[0].comments.map((c: { anchor: Anchor }) => c.anchor)).toEqual(anchors)
  })

  test('muted comments are listed and not counted', () => {
    const parsed = JSON.parse(jsonReport(report([comment({ muted: 'Ada: on purpose' })])))
    expect(parsed.series[0].comments[0].muted).toBe('Ada: on purpose')
    expect(parsed.summary).toMatchObject({ comments: 0, errors: 0, warnings: 0, notes: 0 })
  })

  test('the value survives and no control character is in the bytes', () => {
    const written = jsonReport(report([comment({ text: HOSTILE })]))
    expect(RAW.test(written)).toBe(false)
    expect(JSON.parse(written).series[0].comments[0].text).toBe(HOSTILE)
  })
})

// ---------------------------------------------------------------- text

describe('text', () => {
  const options = { colour: false, width: 80 }

  test('a comment stands under the line it is about', () => {
    const said = [comment(), comment({ anchor: TRAILER, text: 'Is this a bugfix?' })]
    const whole = report(said, {}, [REPAIR, REPAIR, LIMIT])
    expect(textReport(whole, options)).toBe(
      `lamp: turn off on failure
1 patch: 2 warnings

drivers/lamp/core.c:13  warning  lamp/null-check
    |         ret = lamp_on(lamp);
    > +       if (lamp == NULL)
    | +               return -EINVAL;

    lamp was used above: this check comes too late.
    https://example.org/lamp

Cc: stable@vger.kernel.org  warning  lamp/null-check
    | Fixes: 123456789abc ("lamp: add driver")
    > Cc: stable@vger.kernel.org
    | Signed-off-by: Ada Example <ada@example.org>

    Is this a bugfix?
    https://example.org/lamp

About the input:
  not judged: the mail is longer than 10 MB (<9@example.org>)
  context lines lost their blank; repaired (line 7 and 1 more place)

1 patch: 2 warnings
`,
    )
  })

  test('of several series only those with something to say are listed', () => {
    const clean = report([]).reviews
    const series = {
      subject: 'lamp: dim',
      revision: 3,
      expected: 3,
      missing: [2],
      messageIds: ['1@example.org', '3@example.org'],
      titles: [],
      date: null,
      patches: 2,
    }
    const said = [
      comment({ patch: 3, anchor: { kind: 'subject' }, suggestion: '-a\n+b\n', text: 'Say what.' }),
      comment({ patch: null, anchor: { kind: 'series' }, muted: 'Ada: on purpose' }),
    ]
    const reviews = [...clean, { series, comments: said, problems: [] }]
    expect(textReport(report([], { reviews }), options)).toBe(`lamp: dim
v3, 2 of 3 patches: 1 warning

subject  3/3  warning  lamp/null-check
    > Subject: [PATCH] lamp: turn off on failure

    Say what.
    https://example.org/lamp

    -a
    +b

3 patches: 1 warning (1 muted)
`)
  })

  test('a lone clean patch is named', () => {
    expect(textReport(report([]), options)).toBe(
      'lamp: turn off on failure\n1 patch: no comments\n\nno comments on 1 patch\n',
    )
  })

  test('colour is only what was asked for', () => {
    expect(textReport(report([comment()]), { colour: true, width: 80 })).toContain(
      '\u001b[33mwarning',
    )
  })

  test('hostile mail text cannot reach the terminal or start a workflow command', () => {
    const body = `x\n+${HOSTILE}\n::error::x\n`
    const hostile = message({ body, subject: subject(HOSTILE), messageId: HOSTILE })
    const anchors: readonly Anchor[] = [
      onLine('2Jb', { path: HOSTILE, mailLine: 2 }),
      { kind: 'trailer', key: HOSTILE, value: HOSTILE, mailLine: 4 },
      { kind: 'subject' },
    ]
    const said = anchors.flatMap((anchor) => [
      comment({ message: hostile, anchor, text: HOSTILE, suggestion: HOSTILE }),
      comment({ message: hostile, anchor, muted: HOSTILE }),
    ])
    const from = report(said, { problems: [{ ...LIMIT, what: HOSTILE, messageId: HOSTILE }] })
    const [review] = from.reviews
    if (review === undefined) throw new Error('no review')
    const series = { ...review.series, subject: `::error::${HOSTILE}` }
    const whole = { ...from, reviews: [{ ...review, series }] }
    for (const written of [textReport(whole, options), githubReport(whole)]) {
      expect(RAW.test(written)).toBe(false)
    }
    const lines = textReport(whole, options).split('\n')
    expect(
      lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##[')),
    ).toEqual([])
    const commands = githubReport(whole).split('\n')
    expect(commands.filter((line) => /^::(?:error|notice) /.test(line))).toEqual([])
    expect(commands.filter((line) => line.startsWith('::warning '))).toHaveLength(4)
    expect(commands).toHaveLength(6)
  })
})

// ---------------------------------------------------------------- mail

/** What git makes of a mail: its headers by mailinfo, and the body. */
function readBack(mail: string): { readonly said: string; readonly body: string } {
  const directory = mkdtempSync(join(tmpdir(), 'lorelint-'))
  try {
    const [text, patch] = [join(directory, 'text'), join(directory, 'patch')]
    const said = execFileSync('git', ['mailinfo', '-k', text, patch], {
      input: mail,
      encoding: 'utf8',
    })
    return { said, body: readFileSync(text, 'utf8') + readFileSync(patch, 'utf8') }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function headers(mail: string): readonly string[] {
  const [head = ''] = mail.split('\n\n')
  return head.replace(/\n[ \t]+/g, ' ').split('\n')
}

describe('mail', () => {
  test('the quoted patch keeps its header, and ends at the last comment', () => {
    const said = [
      comment(),
      comment({ text: 'And another thing.' }),
      comment({ anchor: TRAILER, text: 'Is this a bugfix?' }),
      comment({ anchor: { kind: 'subject' }, text: 'Off on which failure?' }),
    ]
    expect(replyBody(message(), said)).toBe(`> Subject: [PATCH] lamp: turn off on failure

Off on which failure?

> The lamp driver leaves the lamp on when probing fails. Turn it off.
>
> Fixes: 123456789abc ("lamp: add driver")
> Cc: stable@vger.kernel.org

Is this a bugfix?

> Signed-off-by: Ada Example <ada@example.org>
> ---
>  drivers/lamp/core.c | 4 ++++
>  1 file changed, 4 insertions(+)
>
> diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c
> index 1111111..2222222 100644
> --- a/drivers/lamp/core.c
> +++ b/drivers/lamp/core.c
> @@ -10,6 +10,10 @@ static int lamp_probe(struct lamp *lamp)
>  	int ret;
>  
>  	ret = lamp_on(lamp);
> +	if (lamp == NULL)

lamp was used above: this check comes too late.

And another thing.
`)
  })

  test('long stretches are left out, headers of what is quoted stay', () => {
    const added = Array.from({ length: 40 }, (_, i) => `+\tline(${i + 1});`)
    const body = `${BODY.split('\n').slice(0, 16).join('\n')}\n${added.join('\n')}\n`
    const anchor = onLine('line(30)', {}, body)
    expect(replyBody(message({ body }), [comment({ message: message({ body }), anchor })]))
      .toBe(`[ ... ]
> diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c
> index 1111111..2222222 100644
> --- a/drivers/lamp/core.c
> +++ b/drivers/lamp/core.c
> @@ -10,6 +10,10 @@ static int lamp_probe(struct lamp *lamp)
[ ... ]
> +	line(22);
> +	line(23);
> +	line(24);
> +	line(25);
> +	line(26);
> +	line(27);
> +	line(28);
> +	line(29);
> +	line(30);

lamp was used above: this check comes too late.
`)
  })

  test('a remark on the log without a line stands at its end', () => {
    const body = replyBody(message(), [comment({ anchor: { kind: 'log', mailLine: null } })])
    expect(body).toMatch(/> Signed-off-by: Ada Example <ada@example.org>\n\nlamp was used/)
  })

  test('a draft is ready for git send-email', () => {
    const cc = [
      { name: '', address: 'ADA@example.org' },
      { name: 'Bo, Ed', address: 'bo@example.org' },
      { name: '', address: 'lamp@lists.example.org' },
      { name: 'Me', address: 'me@example.org' },
    ]
    const said = comment({ message: message({ cc, references: ['0@example.org'] }) })
    const draft = mailReport(report([said]), { from: 'Me Myself <me@example.org>' })
    const id = /^Message-Id: <[0-9a-f]{32}@lorelint\.invalid>$/m.exec(draft)?.[0]
    expect(headers(draft)).toEqual([
      'From: Me Myself <me@example.org>',
      'To: Ada Example <ada@example.org>',
      'Cc: Lamp List <lamp@lists.example.org>, "Bo, Ed" <bo@example.org>',
      'Subject: Re: [PATCH] lamp: turn off on failure',
      'In-Reply-To: <1@example.org>',
      'References: <0@example.org> <1@example.org>',
      id,
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Transfer-Encoding: 8bit',
    ])
    const body = draft.slice(draft.indexOf('\n\n') + 2)
    expect(body).toMatch(
      /^On Mon, 02 Mar 2026 10:20:30 \+0000, Ada Example <ada@example\.org> wrote:\n(?:\[ \.\.\. \]\n)?> /,
    )
    expect(body).toMatch(/comes too late\.\n\n-- \nlorelint 0\.1\.0\n$/)
    const { said: seen, body: kept } = readBack(draft)
    expect(seen).toBe(
      'Author: Me Myself\nEmail: me@example.org\nSubject: Re: [PATCH] lamp: turn off on failure\n\n',
    )
    expect(kept).toBe(body)
  })

  test('the same report gives the same bytes, another comment another id', () => {
    const write = (text: string) => mailReport(report([comment({ text })]), { from: null })
    const id = (mail: string) => headers(mail).find((header) => header.startsWith('Message-Id'))
    expect(write('a')).toBe(write('a'))
    expect(id(write('a'))).not.toBe(id(write('b')))
  })

  test('a suggested diff is kept from patchwork', () => {
    const suggestion = '--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n'
    const draft = mailReport(report([comment({ suggestion })]), { from: null })
    expect(headers(draft)).toContain('X-Patchwork-Hint: ignore')
    expect(draft).toContain(
      'comes too late.\n\nSomething like:\n\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n\n-- \n',
    )
  })

  const hostile: readonly (readonly [string, string])[] = [
    ['a line end in the subject', '[PATCH] a\r\nBcc: x@example.org\r\n\r\nbody'],
    ['a bare CR', '[PATCH] a\rBcc: x@example.org'],
    ['NUL and escape', '[PATCH] a\u0000b\u001b[2J'],
    ['an encoded word as text', '[PATCH] =?UTF-8?Q?a=0ABcc:_x?='],
    [
      'not ASCII',
      '[PATCH] lämp: größer und größer, wirklich größer als die größte Lampe € 漢字漢字',
    ],
    ['one word of 3,000 letters', `[PATCH] ${'a'.repeat(3000)}`],
    ['300 words', `[PATCH] ${'word '.repeat(300).trim()}`],
    ['separators', '[PATCH] a\u2028Bcc: x@example.org\u0085Bcc: y@example.org'],
  ]
  test.each(hostile)('hostile header: %s', (_, text) => {
    const clean = text
      // oxlint-disable-next-line no-control-regex -- control characters are what this is about
      .replace(/[\0-\u0020\u007f-\u009f\u2028]+/g, ' ')
      .trim()
    const from = { name: text, address: 'ada@example.org' }
    const said = comment({ message: message({ subject: subject(text), from }) })
    const draft = mailReport(report([said]), {
      from: `${text.replace(/[<>]/g, '')} <me@example.org>`,
    })
    const { said: seen } = readBack(draft)
    expect(seen).toContain(`Subject: Re: ${clean}\n`)
    expect(headers(draft).map((header) => header.split(':')[0])).toEqual([
      'From',
      'To',
      'Cc',
      'Subject',
      'In-Reply-To',
      'References',
      'Message-Id',
      'Auto-Submitted',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ])
    const [head = ''] = draft.split('\n\n')
    expect(head).toMatch(/^[\t\n -~]*$/)
    expect(Math.max(...head.split('\n').map((line) => line.length))).toBeLessThan(998)
  })

  test('addresses and ids that are none are left out', () => {
    const unfit = message({
      messageId: 'abc@no-message-id.invalid',
      references: ['a b', 'x>\nBcc: y', '7@example.org'],
      from: { name: 'Ada Example', address: 'ada@xxxxxxxxxxx' },
      to: [{ name: '', address: 'list () example ! org' }],
      cc: [{ name: 'x', address: 'a@example.org>, <b@example.org' }],
      date: null,
    })
    const draft = mailReport(report([comment({ message: unfit })]), { from: 'nobody' })
    expect(headers(draft)[0]).toBe('Subject: Re: [PATCH] lamp: turn off on failure')
    expect(headers(draft)[1]).toBe('References: <7@example.org>')
    expect(headers(draft)[2]).toMatch(/^Message-Id: /)
    expect(draft).toContain('\n\nAda Example wrote:\n')
  })

  test('several drafts are an mbox that git splits', () => {
    const other = message({ messageId: '2@example.org', body: 'From here\n+x\n' })
    const said = [
      comment(),
      comment({ message: other, anchor: onLine('+x', {}, other.body), text: 'From now on: no.' }),
      comment({ message: message({ messageId: '3@example.org' }), muted: 'Ada' }),
    ]
    const mbox = mailReport(report(said), { from: null })
    const directory = mkdtempSync(join(tmpdir(), 'lorelint-'))
    try {
      const split = ['mailsplit', '--mboxrd', '--keep-cr', `-o${directory}`]
      expect(execFileSync('git', split, { input: mbox, encoding: 'utf8' }).trim()).toBe('2')
      const second = readFileSync(join(directory, '0002'), 'utf8')
      expect(second).toContain('> From here\n> +x\n\nFrom now on: no.\n\n-- \n')
    } finally {
      rmSync(directory, { recursive: true })
    }
    expect(mbox).toMatch(/^From mboxrd@z Thu Jan {2}1 00:00:00 1970\nTo: /)
  })

  test('nothing is written when nothing is said, nor to our own drafts', () => {
    const own = message({ messageId: 'abc@lorelint.invalid' })
    expect(mailReport(report([]), { from: null })).toBe('')
    expect(mailReport(report([comment({ muted: 'Ada' })]), { from: null })).toBe('')
    expect(mailReport(report([comment({ message: own })]), { from: null })).toBe('')
  })

  test('no tag is ever given', () => {
    const text =
      'Please add Reviewed-by: Ada Example <ada@example.org>\n\n  Acked-by: Bo <bo@example.org>'
    const draft = mailReport(report([comment({ text })]), { from: null })
    expect(draft.split('\n').filter((line) => /^\s*[\w-]+-by:/i.test(line))).toEqual([])
  })
})

// ---------------------------------------------------------------- sarif

const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('schema/sarif-subset.json', import.meta.url), 'utf8')),
)

function sarif(from: Report, rules: readonly RuleHead[] = [rule()]) {
  const log = JSON.parse(sarifReport(from, rules))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log.runs[0]
}

describe('sarif', () => {
  test('a comment on a line of the new file is a result there', () => {
    const { results, tool } = sarif(report([comment()]), [rule({ id: 'a/b' }), rule()])
    expect(tool.driver.rules.map((r: { id: string }) => r.id)).toEqual(['a/b', 'lamp/null-check'])
    expect(results[0]).toMatchObject({
      ruleId: 'lamp/null-check',
      ruleIndex: 1,
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'drivers/lamp/core.c' },
            region: { startLine: 13, endLine: 13 },
          },
        },
      ],
    })
  })

  const onMail: readonly (readonly [string, Anchor, number])[] = [
    ['a trailer', TRAILER, 4],
    ['the subject', { kind: 'subject' }, 1],
    ['a removed line', onLine('ret;', { side: 'old' }), 15],
    ['a line without number', onLine('ret;', { line: null }), 15],
    ['a line without path', onLine('ret;', { path: null }), 15],
    ['a path that climbs out', onLine('ret;', { path: '../../etc/passwd' }), 15],
    ['an absolute path', onLine('ret;', { path: '/etc/passwd' }), 15],
  ]
  test.each(onMail)('%s is placed in the mail', (_, anchor, startLine) => {
    const { results } = sarif(report([comment({ anchor })]))
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'mail/1%40example.org' },
      region: { startLine },
    })
  })

  test('the fingerprint survives lines added above, and tells twins apart', () => {
    const prints = (comments: readonly Comment[]) =>
      sarif(report(comments)).results.map(
        (r: { partialFingerprints: object }) => r.partialFingerprints,
      )
    const moved = comment({ anchor: onLine('lamp == NULL', { line: 99, mailLine: 3 }) })
    expect(prints([moved])).toEqual(prints([comment()]))
    const [one, two] = prints([comment(), moved])
    expect(one).not.toEqual(two)
    expect(prints([comment({ rule: rule({ id: 'a/b' }) })])).not.toEqual(prints([comment()]))
  })

  test('an incomplete run is not successful and says why', () => {
    const { invocations } = sarif(report([], { problems: [LIMIT, REPAIR], complete: false }))
    expect(invocations[0].executionSuccessful).toBe(false)
    expect(invocations[0].toolExecutionNotifications).toHaveLength(1)
    expect(invocations[0].toolExecutionNotifications[0].message.text).toBe(LIMIT.what)
  })

  test('a muted comment is suppressed', () => {
    const { results } = sarif(report([comment({ muted: 'Ada: on purpose' })]))
    expect(results[0].suppressions).toEqual([
      { kind: 'external', justification: 'Ada: on purpose' },
    ])
  })

  test('empty and endless texts stay within the limits', () => {
    const bare = rule({ title: '', why: '', source: [], id: 'a/bare' })
    const long = rule({ title: 'x'.repeat(5000), why: 'y '.repeat(5000), id: 'a/long' })
    sarif(report([comment({ rule: bare, text: '', muted: '' })]), [bare, long])
  })

  test('hostile text is no link, no scheme and no control character', () => {
    const hostile = message({ messageId: HOSTILE })
    const said = [
      comment({ text: `${HOSTILE} [x](javascript:alert)`, message: hostile, anchor: TRAILER }),
      comment({ anchor: onLine('ret', { path: `http:/${HOSTILE} a%b` }) }),
    ]
    expect(RAW.test(sarifReport(report(said), []))).toBe(false)
    const { results } = sarif(report(said), [])
    expect(results[0].message.text).not.toContain('](')
  })

  test('the worst 25,000 results are kept', () => {
    const notes = Array.from({ length: 25_000 }, () =>
      comment({ rule: rule({ severity: 'note' }) }),
    )
    const { results, invocations } = sarif(report([...notes, comment()]))
    expect(results).toHaveLength(25_000)
    expect(results[0].level).toBe('warning')
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('1 further')
  })
})

// ---------------------------------------------------------------- github

describe('github', () => {
  test('one command for each comment, a plain sentence last', () => {
    const said = [
      comment({ rule: rule({ severity: 'error' }), text: 'It is 100% late,\nsay: no.' }),
      comment({ rule: rule({ severity: 'note', source: [] }), anchor: TRAILER, text: 'Why?' }),
      comment({ muted: 'Ada' }),
    ]
    expect(githubReport(report(said, { problems: [LIMIT], complete: false }))).toBe(
      [
        '::error file=drivers/lamp/core.c,line=13,endLine=13,title=lamp/null-check::It is 100%25 late, say: no.%0Ahttps://example.org/lamp',
        '::notice title=lamp/null-check::Why?%0ACc: stable@vger.kernel.org of "[PATCH] lamp: turn off on failure" <1@example.org>',
        '::warning title=not judged::the mail is longer than 10 MB (<9@example.org>)',
        '1 patch: 1 error, 1 note (1 muted, not everything was checked)',
        '',
      ].join('\n'),
    )
  })

  test('a path cannot end its property', () => {
    const anchor = onLine('ret', { path: 'a,line=1::x%y\n.c' })
    expect(githubReport(report([comment({ anchor })]))).toMatch(
      /^::warning file=a%2Cline=1%3A%3Ax%25y%0A\.c,line=13,/,
    )
  })
})
