import { describe, expect, test } from 'vitest'
import { LIMITS } from '../src/limits.ts'
import { patchText } from '../src/mail/patch-text.ts'
import { body, codes, diff, head, parse, texts } from './mail-parts.ts'

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
