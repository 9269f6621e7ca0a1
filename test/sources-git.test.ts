import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openInput } from '../src/sources/open.ts'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'
import { mail, options, read, textOf, top, write } from './source-files.ts'

afterAll(() => rmSync(top, { recursive: true, force: true }))

// Each commit one day later, from 2 January 2026 on.
let day = 1

function git(repo: string, ...args: readonly string[]): string {
  if (args[0] === 'commit') day++
  const date = `2026-01-${String(day).padStart(2, '0')}T12:00:00Z`
  return runGit(repo, args, { GIT_COMMITTER_DATE: date })
}

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
