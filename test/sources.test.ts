import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mail, read, textOf, top, write } from './source-files.ts'

afterAll(() => rmSync(top, { recursive: true, force: true }))

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array, void, void> {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

describe('mbox', () => {
  const check = (name: string, text: string, expected: readonly string[]) =>
    test(name, async () => {
      const file = write(`${name.replaceAll(/\W+/g, '-')}.mbox`, text)
      const mails = await read(file)
      expect(mails.map((m) => textOf(m))).toEqual(expected)
      expect(mails.map((m) => m.origin)).toEqual(expected.map((_, i) => `${file}:${i + 1}`))
      for (const m of mails) expect(Buffer.from(await m.reload())).toEqual(Buffer.from(m.bytes))
      // One byte at a time gives the same mails.
      const stream = await read('-', { stdin: chunksOf(text, 1) })
      expect(stream.map((m) => textOf(m))).toEqual(expected)
    })
  const from = 'From a@x Thu Jan  1 00:00:00 2026\n'
  const lore = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n'
  const patch = `From ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\n`

  check('one mail', `${from}${mail(1)}`, [mail(1)])
  check('several mails', `${from}${mail(1)}\n${from}${mail(2)}\n`, [mail(1), mail(2)])
  check('CRLF', `${from}${mail(1)}\n${from}${mail(2)}\n`.replaceAll('\n', '\r\n'), [
    mail(1).replaceAll('\n', '\r\n'),
    mail(2).replaceAll('\n', '\r\n'),
  ])
  check('From in the text needs a header below it', `${from}${mail(1)}\nFrom here on.\n\nx\n`, [
    `${mail(1)}\nFrom here on.\n\nx\n`,
  ])
  check(
    'lore: only its own line separates, and mboxrd is undone',
    `${lore}${mail(1)}\n${from}>From me\n>>From you\n\n${lore}${mail(2)}\n`,
    [`${mail(1)}\n${from}From me\n>From you\n`, mail(2)],
  )
  check('git format-patch needs no blank line', `${patch}${mail(1)}${patch}${mail(2)}`, [
    `${patch}${mail(1)}`,
    `${patch}${mail(2)}`,
  ])
  const blanks = '\n'.repeat(100)
  check('blank lines in front', `${blanks}${lore}${mail(1)}\n${lore}${mail(2)}`, [mail(1), mail(2)])
  check('a BOM and blank lines in front', `\uFEFF${blanks}${from}${mail(1)}\n${from}${mail(2)}`, [
    mail(1),
    mail(2),
  ])
  check('blank lines in front of many kilobytes', `${blanks.repeat(3000)}${from}${mail(1)}`, [
    mail(1),
  ])
  const dated = 'From a@x Mon Jan  2 10:00:00 2023\n'
  check(
    'lore and then another mbox: only the mails of lore are unescaped',
    `${lore}${mail(1)}>From me\n\n${dated}${mail(2)}>From me\n\n${lore}${mail(3)}>From me\n`,
    [`${mail(1)}From me\n`, `${mail(2)}>From me\n`, `${mail(3)}From me\n`],
  )
  check(
    'lore and then git format-patch',
    `${lore}${mail(1)}\n${patch}${mail(2)}${patch}${mail(3)}`,
    [mail(1), `${patch}${mail(2)}`, `${patch}${mail(3)}`],
  )
  check(
    'lore: a line without date, or without blank line or header, is text',
    `${lore}${mail(1)}\nFrom a@x\nA: b\n${dated}A: b\n\n${dated}x\n`,
    [`${mail(1)}\nFrom a@x\nA: b\n${dated}A: b\n\n${dated}x\n`],
  )
  check('a mboxo escape cannot be undone', `${from}${mail(1)}>From me\n`, [`${mail(1)}>From me\n`])
})

describe('files', () => {
  test('a mail file is one mail', async () => {
    const file = write('a.eml', mail(1))
    const [only, ...more] = await read(file)
    expect([only?.origin, more.length, only && textOf(only)]).toEqual(['a.eml', 0, mail(1)])
  })

  test('standard input holds one mail or a mbox', async () => {
    expect((await read('-', { stdin: chunksOf(mail(1), 7) })).map((m) => textOf(m))).toEqual([
      mail(1),
    ])
    expect(await read('-', { stdin: chunksOf('', 7) })).toEqual([])
  })

  test('a pipe is read once, as a stream', async () => {
    execFileSync('mkfifo', [join(top, 'one.fifo'), join(top, 'two.fifo')])
    const two = `From a@x Thu Jan  1 00:00:00 2026\n${mail(1)}\nFrom a@x Thu Jan  1 00:00:00 2026\n${mail(2)}`
    for (const [name, text, expected] of [
      ['one.fifo', mail(1), [mail(1)]],
      ['two.fifo', two, [mail(1), mail(2)]],
    ] as const) {
      const [mails] = await Promise.all([read(name), writeFile(join(top, name), text)])
      expect(mails.map((m) => textOf(m))).toEqual(expected)
      for (const m of mails) expect(Buffer.from(await m.reload())).toEqual(Buffer.from(m.bytes))
    }
  })

  test('a file without anything is an error, but not in a folder', async () => {
    for (const nothing of ['', '\n\n', '\uFEFF\n']) {
      await expect(read(write('nothing.mbox', nothing))).rejects.toThrow(
        /^cannot read nothing\.mbox: it is empty$/,
      )
      write('some/1.eml', mail(1))
      write('some/2.eml', nothing)
      expect((await read('some')).map((m) => textOf(m))).toEqual([mail(1)])
      expect(await read('-', { stdin: chunksOf(nothing, 1) })).toEqual([])
    }
  })

  test('a folder is read by name; other files are left alone', async () => {
    write('folder/0002-b.patch', mail(2))
    write('folder/0001-a.patch', mail(1))
    write('folder/README', 'x')
    const mails = await read('folder')
    expect(mails.map((m) => m.origin)).toEqual(['folder/0001-a.patch', 'folder/0002-b.patch'])
  })

  test('a Maildir is cur and new', async () => {
    write('maildir/cur/1:2,S', mail(1))
    write('maildir/new/2', mail(2))
    write('maildir/tmp/3', mail(3))
    expect((await read('maildir')).map((m) => textOf(m))).toEqual([mail(1), mail(2)])
  })

  test('errors say what there is', async () => {
    await expect(read('missing')).rejects.toThrow(
      /^cannot read missing: no such file; an input is a mbox/,
    )
    mkdirSync(join(top, 'empty'))
    await expect(read('empty')).rejects.toThrow(/^cannot read empty: no mail in it/)
  })
})
