import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RawMail } from '../src/model.ts'
import { openInput, type SourceOptions } from '../src/sources/open.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { openTree } from '../src/sources/tree.ts'
import { build, lorelint } from './built-cli.ts'
import { runGit } from './git.ts'

/** A repository we were handed may hold any setting; none of them may start a program or write a file. */

const top = mkdtempSync(join(tmpdir(), 'lorelint-hostile-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const canary = join(top, 'canary')
const program = join(top, 'sing')
const repo = join(top, 'repo')
const archive = join(top, 'archive.git')

function git(at: string, ...args: readonly string[]): string {
  return runGit(at, args)
}

function commit(at: string, files: Readonly<Record<string, string>>, title: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at, name, '..'), { recursive: true })
    writeFileSync(join(at, name), text)
  }
  git(at, 'add', '-A')
  git(at, 'commit', '-q', '-m', title)
}

/** Every setting known to start a program, or to send git elsewhere. */
function hostileSettings(): string {
  const run = JSON.stringify(program)
  const section = (name: string, keys: readonly string[]): string =>
    `[${name}]\n${keys.map((key) => `\t${key} = ${run}\n`).join('')}`
  return [
    section('core', ['fsmonitor', 'pager', 'editor', 'sshCommand', 'gitProxy', 'askPass']),
    `[core]\n\thooksPath = ${JSON.stringify(join(top, 'hooks'))}\n\talternateRefsCommand = ${run}\n`,
    section('diff', ['external']),
    '[diff]\n\tsubmodule = diff\n\trelative = true\n\torderFile = /dev/zero\n',
    section('diff "evil"', ['textconv', 'command']),
    section('filter "evil"', ['clean', 'smudge', 'process']),
    section('gpg', ['program']),
    section('gpg "ssh"', ['program']),
    '[log]\n\tshowSignature = true\n',
    section('pager', ['log', 'format-patch', 'cat-file', 'rev-parse', 'rev-list', 'diff-tree']),
    `[alias]\n${['log', 'format-patch', 'cat-file', 'rev-parse', 'rev-list', 'ls-tree'].map((name) => `\t${name} = "!${program}"\n`).join('')}`,
    section('uploadpack', ['packObjectsHook']),
    `[credential]\n\thelper = "!${program}"\n`,
    `[remote "origin"]\n\turl = "ext::${program}"\n\tpromisor = true\n\tuploadpack = ${run}\n`,
    '[extensions]\n\tpartialClone = origin\n[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n',
    `[format]\n\toutputDirectory = ${JSON.stringify(join(top, 'out'))}\n\tsignatureFile = ${JSON.stringify(join(top, 'secret'))}\n\theaders = "X-Evil: 1\\n"\n\tattach = true\n`,
    `[includeIf "gitdir:/"]\n\tpath = ${JSON.stringify(join(top, 'included'))}\n`,
  ].join('')
}

const HOOKS = ['pre-commit', 'post-checkout', 'post-index-change', 'reference-transaction']

beforeAll(async () => {
  await build()
  writeFileSync(program, `#!/bin/sh\necho sang "$0" "$@" >> '${canary}'\n`)
  chmodSync(program, 0o755)
  writeFileSync(join(top, 'secret'), 'a secret of the user\n')
  writeFileSync(join(top, 'included'), `[core]\n\tfsmonitor = ${program}\n`)
  execFileSync('git', ['init', '-q', '-b', 'main', repo])
  commit(repo, { 'a.c': 'int a;\n', '.gitattributes': '* diff=evil filter=evil\n' }, 'first')
  commit(repo, { 'a.c': 'int b;\n' }, 'second')
  git(repo, 'checkout', '-q', '-b', 'side', 'HEAD~1')
  commit(repo, { 'b.c': 'int c;\n' }, 'aside')
  git(repo, 'checkout', '-q', 'main')
  git(repo, 'merge', '-q', '--no-ff', '-m', 'clean merge', 'side')
  git(repo, 'tag', 'clean')
  git(repo, 'checkout', '-q', '-b', 'other', 'HEAD~1')
  commit(repo, { 'd.c': 'int d;\n' }, 'more')
  git(repo, 'checkout', '-q', 'main')
  git(repo, 'merge', '-q', '--no-ff', '--no-commit', 'other')
  commit(repo, { 'a.c': 'int evil;\n' }, 'a merge with a change of its own')
  symlinkSync('/etc/passwd', join(repo, 'passwd'))
  commit(repo, {}, 'a link')
  execFileSync('git', ['init', '-q', '-b', 'master', join(top, 'mails')])
  commit(join(top, 'mails'), { m: 'From: a@x\nSubject: 1\nMessage-ID: <1@x>\n\nBody\n' }, 'mail')
  execFileSync('git', ['clone', '-q', '--bare', join(top, 'mails'), archive])
  for (const folder of [join(repo, '.git'), archive]) {
    for (const place of [join(folder, 'hooks'), join(top, 'hooks')]) {
      mkdirSync(place, { recursive: true })
      for (const hook of HOOKS) {
        writeFileSync(join(place, hook), `#!/bin/sh\nexec ${program}\n`, { mode: 0o755 })
      }
    }
    const config = execFileSync('cat', [join(folder, 'config')], { encoding: 'utf8' })
    writeFileSync(join(folder, 'config'), config + hostileSettings())
  }
})

const options: SourceOptions = {
  stdin: null,
  since: null,
  until: null,
  msgid: null,
  cwd: top,
  repo,
}

async function read(input: string, more: Partial<SourceOptions> = {}): Promise<readonly RawMail[]> {
  const mails: RawMail[] = []
  for await (const mail of openInput(input, { ...options, ...more })) mails.push(mail)
  return mails
}

/** What lies in the folder now; nothing that is called below may add to it. */
const names = (): readonly string[] => readdirSync(top, { recursive: true, encoding: 'utf8' })

async function untouched(deed: () => unknown): Promise<void> {
  const before = names()
  await deed()
  const sung = existsSync(canary) ? readFileSync(canary, 'utf8') : ''
  rmSync(canary, { force: true })
  expect(sung).toBe('')
  expect(names()).toEqual(before)
}

describe('a hostile repository', () => {
  test('would sing for plain git', () => {
    // It fails, since what it starts is no filter.
    expect(() => git(repo, 'diff', 'HEAD~1')).toThrow()
    expect(existsSync(canary)).toBe(true)
    rmSync(canary)
  })

  test('is read as a range, and nothing of its settings is in the mail', async () => {
    await untouched(async () => {
      const mails = await read('clean~1..clean')
      const text = mails.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('')
      expect(mails.length).toBe(1)
      expect(text).toContain('+int c;')
      expect(text).not.toMatch(/secret|X-Evil|multipart/)
    })
  })

  test('is read as a tree', async () => {
    await untouched(() => {
      const tree = openTree(repo)
      expect(tree.read('b.c')).toBe('int c;\n')
      expect(tree.readBlob('HEAD')).toBeNull()
      expect(tree.readBlob('00000000')).toBeNull()
      // A link is its own text; what it points to is not followed.
      expect(tree.read('passwd')).toBe('/etc/passwd')
      for (const path of HOSTILE_PATHS) expect(tree.read(path)).toBeNull()
    })
  })

  test('is read as an archive', async () => {
    await untouched(async () => {
      const mails = await read(archive)
      expect(mails.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
        expect.stringContaining('Body'),
      ])
      for (const mail of mails) expect(Buffer.from(await mail.reload())).toEqual(mail.bytes)
    })
  })
})

const HOSTILE_PATHS = [
  '',
  '/etc/passwd',
  '../secret',
  'a/../../secret',
  './a.c',
  '.git/config',
  'sub/.GIT/config',
  'a.c\0b',
  '..\\secret',
  '--output=x',
  'a//b',
]

const HOSTILE_WORDS = [
  '-x',
  '--output=evil',
  `--upload-pack=${program}`,
  '--exec=evil',
  '-O/dev/zero',
  `ext::${program}`,
  '--help',
  '-',
  'HEAD;evil',
  '$(evil)',
  '`evil`',
  '@{-1}^{/x}',
  'HEAD:a.c',
  '^HEAD',
  'HEAD@{u}',
]

describe('hostile words', () => {
  test.each(HOSTILE_WORDS)('%s is no revision', async (word) => {
    await untouched(async () => {
      const dash = word.startsWith('-') ? 'a revision cannot begin with "-"' : 'cannot read'
      await expect(read(`${word}..HEAD`)).rejects.toThrow(dash)
      await expect(read(`HEAD..${word}`)).rejects.toThrow(dash)
    })
  })

  test.each([...HOSTILE_WORDS, 'a\nb', ''])('%j as --since, --until or --msgid', async (word) => {
    await untouched(async () => {
      // git takes any text as a date; the mail is found or not.
      expect((await read(archive, { since: word })).length).toBeLessThan(2)
      expect((await read(archive, { until: word })).length).toBeLessThan(2)
      await expect(read(archive, { msgid: word })).rejects.toThrow('no such mail')
    })
  })

  test.each(['-x..HEAD', '--output=evil..HEAD', `ext::${program}..HEAD`, '--upload-pack=x..HEAD'])(
    'the command line refuses %s with exit code 2',
    async (range) => {
      await untouched(() => {
        const { code, out, err } = lorelint(['--repo', repo, '--', range], { cwd: top })
        expect([code, out]).toEqual([2, ''])
        expect(err).toMatch(/^lorelint: cannot read \S+: (?:a revision cannot begin|no commit)/m)
      })
    },
  )
})

describe('a plain folder', () => {
  test('gives no file from outside, nor what belongs to git', () => {
    const plain = join(top, 'plain')
    mkdirSync(join(plain, 'sub/.git'), { recursive: true })
    writeFileSync(join(plain, 'sub/.git/config'), 'x')
    writeFileSync(join(plain, 'a.c'), 'int a;\n')
    symlinkSync(join(top, 'secret'), join(plain, 'link'))
    symlinkSync(top, join(plain, 'up'))
    const tree = openTree(plain)
    expect(tree.read('a.c')).toBe('int a;\n')
    for (const path of [...HOSTILE_PATHS, 'link', 'up/secret', 'sub/.git/config', 'sub'])
      expect(tree.read(path)).toBeNull()
  })

  test('that only looks like a repository is not read as a part of the one around it', () => {
    const inner = join(repo, 'inner')
    mkdirSync(inner, { recursive: true })
    writeFileSync(join(inner, 'HEAD'), 'x')
    expect(() => openTree(inner)).toThrow('cannot read')
  })
})

describe('what would look clean is refused', () => {
  test('a merge that changes files itself', async () => {
    await expect(read('clean..main')).rejects.toThrow(
      /^cannot read clean\.\.main: merge [0-9a-f]{12} changes files itself, which no patch shows/,
    )
    const { code, err } = lorelint(['--repo', repo, 'clean..main'], { cwd: top })
    expect(code).toBe(2)
    expect(err).toContain('changes files itself')
  })

  test.each(['stray.md', 'pack/a rule.md', 'pack/dots.in.name.md'])('the rule %s', (name) => {
    const rules = mkdtempSync(join(top, 'rules-'))
    mkdirSync(join(rules, 'pack'))
    writeFileSync(join(rules, 'pack/good.md'), '# x\n')
    writeFileSync(join(rules, name), '# x\n')
    expect(() => readRuleFiles(rules)).toThrow(
      `cannot read rules: ${rules}/${name} is no <pack>/<rule>.md with a name of letters, digits and "-"`,
    )
    rmSync(join(rules, name))
    expect(readRuleFiles(rules).map(({ path }) => path)).toEqual(['pack/good.md'])
  })
})
