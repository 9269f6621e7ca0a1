import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { RawMail } from '../src/model.ts'
import { openInput, type SourceOptions } from '../src/sources/open.ts'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'

const top = mkdtempSync(join(tmpdir(), 'lorelint-sources-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const options: SourceOptions = {
  stdin: null,
  since: null,
  until: null,
  msgid: null,
  cwd: top,
  repo: null,
}

async function read(input: string, more: Partial<SourceOptions> = {}): Promise<readonly RawMail[]> {
  const mails: RawMail[] = []
  for await (const mail of openInput(input, { ...options, ...more })) mails.push(mail)
  return mails
}

function textOf(mail: RawMail): string {
  return Buffer.from(mail.bytes).toString('utf8')
}

function write(name: string, text: string): string {
  const path = join(top, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return name
}

// Each commit one day later, from 2 January 2026 on.
let day = 1

function git(repo: string, ...args: readonly string[]): string {
  if (args[0] === 'commit') day++
  const date = `2026-01-${String(day).padStart(2, '0')}T12:00:00Z`
  return runGit(repo, args, { GIT_COMMITTER_DATE: date })
}

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array, void, void> {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

const mail = (n: number, more = '') =>
  `From: a@x\nSubject: ${n}\nMessage-ID: <${n}@x>\n${more}\nBody ${n}\n`

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
    mail(1),
    mail(2),
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
    [mail(1), mail(2), mail(3)],
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

describe('public-inbox archive', () => {
  const repo = join(top, 'list.git')
  const work = join(top, 'list-work')
  mkdirSync(work, { recursive: true })
  git(work, 'init', '-q', '-b', 'master')
  const commit = (name: string, text: string) => {
    git(work, 'rm', '-q', '--ignore-unmatch', '--cached', 'm', 'd')
    rmSync(join(work, 'm'), { force: true })
    rmSync(join(work, 'd'), { force: true })
    writeFileSync(join(work, name), text)
    git(work, 'add', name)
    git(work, 'commit', '-q', '-m', 'x')
  }
  commit('m', mail(1))
  commit('m', mail(2, 'References: <1@x>\n'))
  commit('m', mail(3))
  commit('m', mail(4, 'In-Reply-To: <2@x>\nReferences: <1@x>\n\t<2@x>\n'))
  commit('d', mail(3))
  git(top, 'clone', '-q', '--bare', work, repo)

  test('is read oldest first; deleted mails are skipped', async () => {
    const mails = await read('list.git')
    expect(mails.map((m) => /Body \d/.exec(textOf(m))?.[0])).toEqual(['Body 1', 'Body 2', 'Body 4'])
    expect(mails[0]?.origin).toMatch(/^list\.git [0-9a-f]{12}$/)
    // At once and in any order: the answers must not be mixed up.
    const again = await Promise.all(mails.toReversed().map((m) => m.reload()))
    expect(again.map((b) => Buffer.from(b).toString())).toEqual(
      mails.toReversed().map((m) => textOf(m)),
    )
  })

  test('a Message-ID gives its thread', async () => {
    const thread = async (id: string) =>
      (await read('list.git', { msgid: id })).map((m) => /Body \d/.exec(textOf(m))?.[0])
    expect(await thread('<4@x>')).toEqual(['Body 1', 'Body 2', 'Body 4'])
    await expect(thread('9@x')).rejects.toThrow('cannot read <9@x>: no such mail in the archive')
  })

  test('dates limit it', async () => {
    const dated = async (since: string | null, until: string | null) =>
      (await read('list.git', { since, until })).map((m) => /Body \d/.exec(textOf(m))?.[0])
    expect(await dated('2026-01-03', null)).toEqual(['Body 2', 'Body 4'])
    expect(await dated(null, '2026-01-03')).toEqual(['Body 1', 'Body 2'])
  })

  test('a clone has epochs', async () => {
    mkdirSync(join(top, 'clone/git'), { recursive: true })
    for (const epoch of ['10.git', '9.git'])
      git(top, 'clone', '-q', '--bare', work, `clone/git/${epoch}`)
    expect((await read('clone')).map((m) => m.origin.split(' ')[0])).toEqual([
      ...Array<string>(3).fill('9.git'),
      ...Array<string>(3).fill('10.git'),
    ])
  })

  test('reading can stop early', async () => {
    for await (const first of openInput('list.git', options)) {
      expect(textOf(first)).toBe(mail(1))
      break
    }
  })
})

describe('git', () => {
  const repo = join(top, 'repo')
  mkdirSync(join(repo, 'dir'), { recursive: true })
  git(repo, 'init', '-q', '-b', 'main')
  for (const n of [1, 2, 3]) {
    writeFileSync(join(repo, 'dir/a.c'), `int a = ${n};\n`)
    git(repo, 'add', '.')
    git(repo, 'commit', '-q', '-m', `a: set ${n}`, '-m', 'Because.')
  }
  // What a user or a hostile repository may have set must not matter.
  git(repo, 'config', 'diff.noprefix', 'true')
  git(repo, 'config', 'format.attach', 'true')
  git(repo, 'config', 'diff.external', 'touch EXECUTED')
  writeFileSync(join(repo, 'dir/a.c'), 'int a = 4;\n')

  test('a range is the mails git format-patch would send', async () => {
    const mails = await read('main~2..main', { repo })
    expect(mails.map((m) => m.origin)).toEqual(['main~2..main 1/2', 'main~2..main 2/2'])
    const text = mails.map((m) => textOf(m)).join('')
    expect(text).toContain('Subject: [PATCH 1/2] a: set 2\n')
    expect(text).toContain('\ndiff --git a/dir/a.c b/dir/a.c\n')
    expect(text).not.toContain('EXECUTED')
  })

  test('the end of a range may be left out; one commit is not numbered', async () => {
    const mails = await read('HEAD~1..', { cwd: repo })
    expect(mails.map((m) => /Subject: .*/.exec(textOf(m))?.[0])).toEqual([
      'Subject: [PATCH] a: set 3',
    ])
  })

  test('options are no revisions', async () => {
    await expect(read('--output=x..HEAD', { repo })).rejects.toThrow('cannot begin with "-"')
    await expect(read('HEAD..--output=x', { repo })).rejects.toThrow('cannot begin with "-"')
    await expect(read('nope..HEAD', { repo })).rejects.toThrow('no commit "nope"')
    await expect(read('repo')).rejects.toThrow('give a range A..B')
  })

  test('a tree is HEAD, not the working files', () => {
    const tree = openTree(repo)
    expect(tree.read('dir/a.c')).toBe('int a = 3;\n')
    expect(tree.read('dir/b.c')).toBeNull()
    const blob = git(repo, 'rev-parse', 'HEAD~1:dir/a.c').trim()
    expect(tree.readBlob(blob.slice(0, 12))).toBe('int a = 2;\n')
    expect(tree.readBlob('0000000')).toBeNull()
    expect(tree.readBlob('HEAD')).toBeNull()
    expect(tree.name).toMatch(/^repo@[0-9a-f]{12}$/)
  })

  test('a tree can be a bare repository', () => {
    git(top, 'clone', '-q', '--bare', repo, 'bare.git')
    expect(openTree(join(top, 'bare.git')).read('dir/a.c')).toBe('int a = 3;\n')
  })
})

describe('plain tree', () => {
  test('reads files below it and nothing else', () => {
    write('plain/dir/a.c', 'int a;\n')
    write('secret', 'x')
    symlinkSync(join(top, 'secret'), join(top, 'plain/link'))
    const tree = openTree(join(top, 'plain'))
    expect(tree.read('dir/a.c')).toBe('int a;\n')
    for (const path of [
      '../secret',
      '/etc/passwd',
      'dir/../../secret',
      'link',
      'dir',
      'nope',
      '',
      'a\0b',
    ])
      expect(tree.read(path)).toBeNull()
    expect(tree.readBlob('1234567')).toBeNull()
    expect(tree.name).toBe('plain')
  })

  test('must exist', () => {
    expect(() => openTree(join(top, 'nope'))).toThrow('no such directory')
  })
})
