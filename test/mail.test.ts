import { describe, expect, test } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { patchStatus } from '../src/diff/status.ts'
import { LIMITS } from '../src/limits.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import { quotedPatches } from '../src/mail/quoted.ts'
import { parseSubject } from '../src/mail/subject.ts'
import type { Limits, Message, Subject } from '../src/model.ts'
import { body, diff, head, log, parse, quote, texts } from './mail-parts.ts'

function codes(message: Message): readonly string[] {
  return message.problems.map((p) => `${p.kind} ${p.code}`)
}

function checkSubject(line: string, expected: Partial<Subject>): void {
  test(line, () => expect(parseSubject(line)).toMatchObject(expected))
}

describe('subject', () => {
  checkSubject('[PATCH v2 net-next 3/7] net: a: b', {
    isPatch: true,
    revision: 2,
    counter: 3,
    expected: 7,
    tags: ['net-next'],
    prefix: 'net: a',
    title: 'net: a: b',
  })
  checkSubject('[PATCHv3] a: b', { revision: 3, tags: [], isPatch: true })
  checkSubject('[PATCH v6,19/24] a: b', { revision: 6, counter: 19, expected: 24 })
  checkSubject('[PATCH1/8] a: b', { counter: 1, expected: 8, isPatch: true })
  checkSubject('[RFC PATCH -v2 RESEND] a: b', { revision: 2, tags: ['RFC', 'RESEND'] })
  checkSubject('[RFC][PATCH V2 1/2] a: b', {
    revision: 2,
    tags: ['RFC'],
    counter: 1,
    title: 'a: b',
  })
  checkSubject('[PATCH 1/3 v3] a: b', { revision: 3, counter: 1 })
  checkSubject('[PATCH v5.5 stable] a: b', { revision: 1, tags: ['v5.5', 'stable'] })
  checkSubject('[PATCH v4.19 1/2] a: b', { revision: 1, tags: ['v4.19'] })
  checkSubject('[PATCH v5.5 26/30] a: b', { revision: 5.5, tags: [] })
  checkSubject('[PATCH] x 508/512 y', { counter: null, title: 'x 508/512 y' })
  checkSubject('[PATCH] 1/2: a: b', { counter: 1, expected: 2 })
  checkSubject('Re: [list] AW: FWD: [PATCH v2] a: b', { isReply: true, revision: 2, title: 'a: b' })
  checkSubject('回复：[PATCH] a: b', { isReply: true, isPatch: true, title: 'a: b' })
  checkSubject('[PATCH] a: rewrite [a-z] regexes', { title: 'a: rewrite [a-z] regexes' })
  checkSubject('[PATCH] Revert "a: b: c"', { prefix: '', title: 'Revert "a: b: c"' })
  checkSubject('[GIT PULL 0/3] a: b', { isPatch: false })
  checkSubject('a question', { isPatch: false, revision: 1, prefix: '', title: 'a question' })
  checkSubject('', { title: '', isPatch: false })
})

describe('headers', () => {
  test('the fields of an ordinary mail', async () => {
    const mail = `${head.replace('To:', 'In-Reply-To: <0@x>\nReferences: <0@x>\n <a@x> <0@x>\nList-Id: L <l.x.org>\nTo:')}\nhi\n`
    expect(await parse(mail)).toMatchObject({
      messageId: '1@example.org',
      inReplyTo: '0@x',
      references: ['0@x', 'a@x'],
      from: { name: 'Jane Doe', address: 'jane@example.org' },
      to: [{ name: '', address: 'list@example.org' }],
      date: '2026-06-01T17:39:54.000Z',
      listIds: ['l.x.org'],
      body: 'hi\n',
      problems: [],
    })
  })

  test('encoded words, split characters, quotes, comments and groups', async () => {
    const mail = [
      'From: =?utf-8?q?Ren=C3?= =?utf-8?q?=A9_D?= <r@x>',
      'To: "Doe, J." <j@x>, k@x (Kay), Team: a@x, b@x;',
      'Cc: Jörg <joerg@x>',
      'Subject: =?utf-8?B?w6Q=?= b',
      '',
      '',
    ].join('\n')
    const { from, to, cc, subject } = await parse(mail)
    expect(from).toEqual({ name: 'René D', address: 'r@x' })
    expect(to.map((a) => `${a.name}|${a.address}`)).toEqual([
      'Doe, J.|j@x',
      'Kay|k@x',
      '|a@x',
      '|b@x',
    ])
    expect(cc).toEqual([{ name: 'Jörg', address: 'joerg@x' }])
    expect(subject.text).toBe('ä b')
  })

  test('a list that rewrote From: is not the author', async () => {
    const mail = head.replace(
      /From:.*/,
      'From: Jane Doe via Relay <relay@lists.example.org>\nReply-To: jane@example.org',
    )
    expect((await parse(mail)).from).toEqual({ name: 'Jane Doe', address: 'jane@example.org' })
  })

  test('a mail without Message-ID gets one from its content', async () => {
    const a = await parse('From: a@x\nSubject: s\n\nx\n')
    const b = await parse('From: a@x\nSubject: s\n\nx\n')
    expect(a.messageId).toMatch(/^[0-9a-f]{40}@no-message-id\.invalid$/)
    expect(a.messageId).toBe(b.messageId)
  })

  test('mbox and format-patch separators are skipped', async () => {
    const sha = 'a'.repeat(40)
    for (const from of [
      `From ${sha} Mon Sep 17 00:00:00 2001`,
      'From j@x Thu Jan  1 00:00:00 1970',
    ])
      expect(await parse(`${from}\n${head}\nhi\n`)).toMatchObject({ body: 'hi\n', problems: [] })
  })
})

function headed(charset: string): string {
  return `Content-Type: text/plain; charset=${charset}`
}

describe('body', () => {
  const check = (
    name: string,
    fields: string,
    text: string | Buffer,
    expected: string,
    problems: readonly string[] = [],
  ) =>
    test(name, async () => {
      const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text
      const message = await parse(Buffer.concat([Buffer.from(`${head}${fields}\n\n`), bytes]))
      expect(message.body).toBe(expected)
      expect(codes(message)).toEqual(problems)
    })

  check('utf-8', headed('utf-8'), 'ä\n', 'ä\n')
  check('latin-1', headed('iso-8859-1'), Buffer.from([0xe4, 10]), 'ä\n')
  check('charset "y"', headed('y'), 'ä\n', 'ä\n', ['repair charset-unknown'])
  check('8-bit text without charset', 'X-A: b', Buffer.from([0xe4, 10]), 'ä\n', [
    'repair charset-missing',
  ])
  check(
    'one invalid line does not spoil the others',
    headed('utf-8'),
    Buffer.from([0xc3, 0xa4, 10, 0xe4, 10]),
    'ä\nä\n',
    ['damage charset-invalid'],
  )
  check(
    'bytes that GB2312 has not',
    headed('gb2312'),
    Buffer.from([0xb0, 0xa1, 10, 0xff, 0xe4, 10, 0xb0, 0xa1, 10]),
    '啊\nÿä\n啊\n',
    ['damage charset-invalid'],
  )
  check('a byte that GBK has not', headed('gbk'), Buffer.from([0xff, 10]), 'ÿ\n', [
    'damage charset-invalid',
  ])
  check(
    'U+FFFD that stands for itself in GB18030',
    headed('gb18030'),
    Buffer.from([0x84, 0x31, 0xa4, 0x37, 10]),
    '\ufffd\n',
  )
  check(
    'a byte that windows-1251 has not',
    headed('windows-1251'),
    Buffer.from([0xe4, 10, 0xe4, 0x98, 10]),
    `д\n${new TextDecoder('windows-1252').decode(Buffer.from([0xe4, 0x98]))}\n`,
    ['damage charset-invalid'],
  )
  check(
    'an escape that ISO-2022-JP has not',
    headed('iso-2022-jp'),
    Buffer.from('\u001b$B0!\u001b(B\n\u001b$B\u00ff\na\n', 'latin1'),
    '亜\n\u001b$Bÿ\na\n',
    ['damage charset-invalid'],
  )
  check(
    'windows-1252 has all of its bytes in use',
    headed('iso-8859-1'),
    Buffer.from([0x81, 0xe4, 10]),
    '\u0081ä\n',
  )
  check(
    'a multipart type without boundary is text',
    'Content-Type: multipart/mixed; charset=utf-8',
    'ä\n',
    'ä\n',
  )
  const qp = 'Content-Transfer-Encoding: quoted-printable'
  check('quoted-printable with a comment', `${qp} (x)`, 'a=3Db\n', 'a=b\n')
  check(
    'quoted-printable keeps unencoded trailing blanks',
    qp,
    'a=3Db =\nc \n=20d\n',
    'a=b c \n d\n',
  )
  const base64 = `${headed('utf-8')}\nContent-Transfer-Encoding: base64`
  check('base64', base64, Buffer.from(Buffer.from('ä\nb\n').toString('base64')), 'ä\nb\n')
  for (const name of ['base64 (x)', '"base64"', 'BASE64;'])
    check(
      `${name} is base64, as for git`,
      `Content-Transfer-Encoding: ${name}`,
      Buffer.from('a\nb\n').toString('base64'),
      'a\nb\n',
    )
  check(
    'a list footer behind base64',
    base64,
    `${Buffer.from('patch\n').toString('base64')}\n____ the list\n`,
    'patch\n____ the list\n',
    ['repair base64-damaged'],
  )
  check('CRLF on every line goes', headed('utf-8'), 'a\r\nb\r\n', 'a\nb\n')
  const crlfFile = diff.replaceAll(/^([ +-](?!-- |\+\+ ).*)$/gm, '$1\r')
  check('CR of a CRLF file stays', headed('utf-8'), `${crlfFile}\n`, `${crlfFile}\n`)
  const flowed = 'Content-Type: text/plain; charset=utf-8; format=flowed'
  check(
    'format=flowed that is not: the context keeps its blank',
    flowed,
    `${diff}\n`,
    `${diff}\n`,
    ['repair flowed-kept'],
  )
  const stuffed = diff.replaceAll(/^ /gm, '  ').replace('int foo', 'int \nfoo')
  check('format=flowed that is: lines are joined', flowed, `${stuffed}\n`, `${diff}\n`, [
    'repair flowed',
  ])
  check('html only', 'Content-Type: text/html', '<p>x', '', ['damage html-only'])
  check(
    'html only: what is preformatted is read',
    'Content-Type: text/html',
    '<p>Hi<pre>+<b>a</b> &lt; b &amp;&#38; c\n</pre><p>x',
    '+a < b && c\n',
    ['damage html-only'],
  )

  test('UTF-16 files are read', async () => {
    const bytes = Buffer.from(`\ufeff${head}\n${body}`, 'utf16le')
    const message = await parse(bytes)
    expect(message.body).toBe(body)
    expect(codes(message)).toEqual(['repair utf-16'])
  })
})

describe('multipart', () => {
  const multipart = (...parts: readonly string[]) =>
    [
      `${head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n`,
      ...parts.map((part) => `--b\n${part}`),
      '--b--\n',
    ].join('\n')
  const text = 'Content-Type: text/plain\n\n'
  const attachment =
    'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="0001-x.patch"\n\n'

  test('text parts are joined; html and signatures are left out', async () => {
    const mail = multipart(
      `${text}a\n`,
      'Content-Type: text/html\n\n<b>\n',
      'Content-Type: application/pgp-signature\n\nxyz\n',
      `${text}footer\n`,
    )
    expect(await parse(mail)).toMatchObject({ body: 'a\n\nfooter\n\n\n', problems: [] })
  })

  test('an attached patch counts', async () => {
    const message = await parse(multipart(`${text}see attachment\n`, `${attachment}${body}`))
    expect(texts(patchText(message)?.diff)).toContain('+\treturn 0;')
  })

  test('a patch in the text and attached counts once', async () => {
    const message = await parse(multipart(`${text}${body}`, `${attachment}${body}`))
    expect(message.body.split('diff --git').length).toBe(2)
    expect(codes(message)).toEqual(['damage patch-twice'])
  })

  const overlong = `${body}+${'x'.repeat(LIMITS.line)}\n`
  const binary = `\0${'x'.repeat(LIMITS.line)}\n`
  test.each([
    ['an attached patch', `${attachment}${overlong}`, ['limit line-too-long']],
    ['a text', `${text}${overlong}`, ['limit line-too-long']],
    ['an attachment that is no patch', `${attachment}${binary}`, []],
  ])('a line too long in %s', async (_, part, said) => {
    const found = async (first: string) =>
      codes(await parse(multipart(`${text}${first}`, part))).filter((c) => c.startsWith('limit'))
    expect([await found('see attachment\n'), await found(body)]).toEqual([said, said])
  })

  test('an inner multipart without boundary is a limit', async () => {
    const inner = `Content-Type: multipart/alternative\n\n${body}`
    expect(codes(await parse(multipart(`${text}see\n`, inner)))).toEqual(['limit mime-broken'])
  })

  test('too many parts are a limit, not a hang', async () => {
    const message = await parse(multipart(...Array.from({ length: 2000 }, () => `${text}x\n`)))
    expect(codes(message)).toEqual(['limit mime-parts'])
  })
})

describe('patch text', () => {
  test('is cut as git mailinfo cuts it', async () => {
    const text = patchText(await parse(`${head}\nFrom: Real Author <r@x>\n\n${body}`))
    expect(text).toMatchObject({
      author: { name: 'Real Author', address: 'r@x' },
      title: 'net: foo: Fix bar',
      trailers: [{ key: 'Signed-off-by', value: 'Jane Doe <jane@example.org>', mailLine: 5 }],
      diffstat: [{ path: 'foo.c', changed: 2, mailLine: 7 }],
      quoteDepth: 0,
    })
    expect(`${texts(text?.log).join('\n')}\n`).toBe(log)
    expect(text?.diff[0]).toEqual({ text: 'diff --git a/foo.c b/foo.c', mailLine: 10 })
    expect(texts(text?.diff).slice(-2)).toEqual(['-- ', '2.43.0'])
  })

  test('a log without "---" ends at the diff', async () => {
    const text = patchText(await parse(`${head}\nWhy.\n\n${diff}\n`))
    expect(texts(text?.log)).toEqual(['Why.', ''])
  })

  test('in-body Subject: wins, folded and encoded', async () => {
    const inBody = 'Subject: [PATCH] net:\n =?utf-8?q?f=C3=B6?=: Fix\n\n'
    expect(patchText(await parse(`${head}\n${inBody}${body}`))?.title).toBe('net: fö: Fix')
  })

  test('notes are what stands between "---" and the diff, without the diffstat', async () => {
    const text = patchText(
      await parse(`${head}\n${log}---\nv2: better\n\n foo.c | 2 +-\n\n${diff}\n`),
    )
    expect(texts(text?.notes)).toEqual(['v2: better', '', ''])
  })

  test('trailers keep comments and are joined over lines', async () => {
    const trailers = 'Cc: stable@vger.kernel.org # v5.10+\nFixes: 123456789abc ("net:\n  foo")\n'
    const text = patchText(await parse(`${head}\nWhy.\n\n${trailers}---\n${diff}\n`))
    expect(text?.trailers.map((t) => `${t.mailLine} ${t.key}: ${t.value}`)).toEqual([
      '3 Cc: stable@vger.kernel.org # v5.10+',
      '4 Fixes: 123456789abc ("net: foo")',
    ])
  })

  for (const talk of [
    'just talk\n',
    'a line\n--- Jane\nb\n',
    '> +\tquoted\n',
    'diff -u is a tool\n',
  ])
    test(`no patch in ${JSON.stringify(talk)}`, async () => {
      expect(patchText(await parse(`${head}\n${talk}`))).toBeNull()
    })
})

describe('quoted patches', () => {
  const reply = (text: string) => parse(`${head.replace('Subject: ', 'Subject: Re: ')}\n${text}\n`)

  test('what the reviewer says is a gap', async () => {
    const [first = '', second = ''] = quote(`${log}---\n${diff}`).split('> -\treturn 1;\n')
    const said = `On Mon, 1 Jun 2026 at 10:00, Marc Doe <m@x> wrote:\n${first}> -\treturn 1;\n\nNo.\n\n${second}`
    const [patch, ...more] = quotedPatches(await reply(said))
    expect(more).toEqual([])
    expect(patch).toMatchObject({
      author: { name: 'Marc Doe', address: 'm@x' },
      title: 'net: foo: Fix bar',
      quoteDepth: 1,
      trailers: [{ key: 'Signed-off-by', mailLine: 4 }],
    })
    expect(texts(patch?.diff)).toEqual(diff.split('\n'))
    const lines = patch?.diff.map((line) => line.mailLine) ?? []
    expect(lines.filter((line, i) => i > 0 && line !== (lines[i - 1] ?? 0) + 1)).toEqual([16])
  })

  test('the depth of the diff is found; other depths are left out', async () => {
    const inner = `On Mon, Jun 01, 2026 at 07:39:54PM +0000, Jane Doe wrote:\n${quote(diff)}`
    const text = `On Tue, Rev One wrote:\n${quote(`Hi,\n\n${inner}\n\nWhy?`)}\n\nBecause.\n`
    const patches = quotedPatches(await reply(text))
    expect(patches.map((p) => p.quoteDepth)).toEqual([2])
    expect(patches[0]?.author.name).toBe('Jane Doe')
    expect(texts(patches[0]?.diff)).toEqual(diff.split('\n'))
  })

  test('marks without blank keep the sign of context lines', async () => {
    const [patch] = quotedPatches(await reply(quote(diff, '>')))
    expect(texts(patch?.diff)).toEqual(diff.split('\n'))
  })

  test('a trimmed header leaves the changed lines', async () => {
    const [patch] = quotedPatches(
      await reply('> [...]\n> \tif (x) {\n> -\t\tfoo();\n> +\t\tbar();\n\nNo.'),
    )
    expect(texts(patch?.diff)).toEqual(['\tif (x) {', '-\t\tfoo();', '+\t\tbar();'])
  })

  test('a list is no patch', async () => {
    expect(quotedPatches(await reply('> - one\n> - two\n> + three\n\nYes.'))).toEqual([])
  })

  test('text of a web archive is all body', async () => {
    const page = `Re: [PATCH] net: foo: Fix bar\nFrom: Rev One\nDate: Mon Jun 01 2026 - 16:13:57 EST\nOn Mon, Jane Doe wrote:\n${quote(diff)}\n`
    const message = await parse(page)
    expect(message).toMatchObject({
      from: { name: 'Rev One', address: '' },
      date: '2026-06-01T21:13:57.000Z',
      subject: { title: 'net: foo: Fix bar', isReply: true },
      body: page,
    })
    expect(codes(message)).toEqual(['damage header-missing'])
    expect(quotedPatches(message)[0]?.diff[0]?.mailLine).toBe(5)
  })
})

describe('limits', () => {
  const check = (name: string, mail: string, limits: Partial<Limits>, said: readonly string[]) =>
    test(name, async () => {
      const bytes = Buffer.from(mail)
      const all = { ...LIMITS, ...limits }
      const message = await parseMessage({ origin: 't', bytes, reload: async () => bytes }, all)
      const text = patchText(message)
      const patch = text === null ? null : readPatch(message, text, all)
      const problems = [...message.problems, ...(patch?.problems ?? [])]
      expect(problems.map((p) => `${p.kind} ${p.code}: ${p.what}`)).toEqual(said)
      expect(patch === null ? 'no patch' : patchStatus(patch).status).not.toBe('ok')
    })
  const nested = (depth: number) =>
    `${head}Content-Type: multipart/mixed; boundary="b0"\n\n${Array.from({ length: depth }, (_, i) => `--b${i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`).join('')}`
  check('mail', `${head}\n${body}`, { mail: 100 }, [
    'limit mail-too-large: the mail has 433 bytes; the limit is 100 bytes (--limit mail=...); it was not read',
  ])
  check('head', `${head}\n${body}`, { head: 50 }, [
    'limit head-too-large: the header block has more than 50 bytes; the limit is 50 bytes (--limit head=...); what follows was not read',
  ])
  check('line', `${head}\n${body}${'x'.repeat(3000)}\n`, { line: 2048 }, [
    'limit line-too-long: a line has 2.9 KiB; the limit is 2 KiB (--limit line=...); the body was not read',
  ])
  check('depth', nested(9), { depth: 3 }, [
    'limit mime-depth: the mail has more than 3 levels of parts; the limit is 3 levels of parts (--limit depth=...); the rest was not read',
  ])
  check('patch', `${head}\n${body}`, { patch: 20 }, [
    'limit patch-too-large: the patch has 152 bytes; the limit is 20 bytes (--limit patch=...); its files were not read',
  ])
  check('files', `${head}\n${body}${diff.replaceAll('foo', 'bar')}\n`, { files: 1 }, [
    'limit too-many-files: the patch has more than 1 file; the limit is 1 file (--limit files=...); the rest was not read',
  ])
})

describe('hostile input', () => {
  const n = 300_000
  const long = (c: string) => c.repeat(n)
  const mails: readonly string[] = [
    '',
    '\n',
    '\r',
    '\0',
    'From ',
    long('a'),
    long('> '),
    long('-'),
    long('['),
    `Subject: ${long('[a]')}\n\n`,
    `Subject: ${long(' ')}x\n\n`,
    `From: ${long('"')}\n\n`,
    `From: ${long('(')}\nTo: ${long('a ')}\n\n`,
    `Message-ID: <${long(' ')}\n\n`,
    `Subject: ${long('=?a?q?')}\n\n`,
    `${head}\n${long('- ')}\n${diff}\n`,
    `${head}\n> ${long(' ')}\n> ${diff.replaceAll('\n', '\n> ')}\n`,
    `${head}\n${long('>')} wrote:\n>${long('>\n')}`,
    `${head}Content-Transfer-Encoding: base64\n\n${long(' ')}!\n`,
    `${head}Content-Transfer-Encoding: quoted-printable\n\n${long('=')}\n`,
    `${head}Content-Type: text/plain; format=flowed\n\n${long('@@ -1 +1 @@\n')}`,
    `${head}Content-Type: multipart/mixed; boundary=""\n\n--\n--\n`,
    `${head}Content-Type: multipart/mixed${long('; a=b')}\n\nx\n`,
    `${head}\n---\n${long('|')} 1 +\n${long(' ')}|\n${diff}\n`,
  ]
  for (const [i, mail] of mails.entries())
    test(`shape ${i} is read in linear time`, async () => {
      const start = performance.now()
      const message = await parse(mail)
      patchText(message)
      quotedPatches(message)
      expect(performance.now() - start).toBeLessThan(2000)
    })

  test('a mail that is too large is a limit', async () => {
    const message = await parse(
      Buffer.concat([Buffer.from(`${head}\n`), Buffer.alloc(26 << 20, 'x')]),
    )
    expect(message).toMatchObject({ messageId: '1@example.org', body: '' })
    expect(codes(message)).toEqual(['limit mail-too-large'])
  })
})
