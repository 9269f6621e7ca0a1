import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mailReport } from '../src/report/mail.ts'
import { replyBody } from '../src/report/reply.ts'
import { BODY, comment, message, onLine, report, subject, TRAILER } from './lamp-report.ts'

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
