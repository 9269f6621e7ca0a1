import { describe, expect, test } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { patchStatus } from '../src/diff/status.ts'
import { LIMITS } from '../src/limits.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import { quotedPatches } from '../src/mail/quoted.ts'
import type { Limits } from '../src/model.ts'
import { body, codes, diff, head, parse } from './mail-parts.ts'

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
