import { describe, expect, test } from 'vitest'
import { patchText } from '../src/mail/patch-text.ts'
import { quotedPatches } from '../src/mail/quoted.ts'
import { body, codes, diff, head, log, parse, quote, texts } from './mail-parts.ts'

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
