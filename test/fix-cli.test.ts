import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { runGit } from './git.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })
beforeAll(build)

const PATH = 'drivers/lamp.c'
const START = `static void lamp_off(struct lamp *lamp)
{
	lamp_write(lamp, 0);
}

static void lamp_remove(struct lamp *lamp)
{
	lamp_off(lamp);
}
`
const CHECKS = '\tif (lamp->table)\n\t\tkfree(lamp->table);\n'
const FIRST = START.replace('\tlamp_off(lamp);\n}', `\tlamp_off(lamp);\n${CHECKS}}`)
const SECOND = FIRST.replace(
  '\tlamp_write(lamp, 0);\n',
  `\tlamp_write(lamp, 0);\n\tif (lamp->log)\n\t\tkvfree(lamp->log);\n`,
)

const IDENTITY = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'A Fixer',
  GIT_CONFIG_KEY_1: 'user.email',
  GIT_CONFIG_VALUE_1: 'fixer@example.org',
}

/** A repository with a commit for each text of the file, the first of them before the range. */
function repository(texts: readonly string[]): string {
  const repo = mkdtempSync(join(tmpdir(), 'lorelint-fix-'))
  runGit(repo, ['init', '-q', '-b', 'main'])
  mkdirSync(join(repo, 'drivers'))
  for (const [i, text] of texts.entries()) {
    writeFileSync(join(repo, PATH), text)
    runGit(repo, ['add', '-A'])
    runGit(repo, ['commit', '-qm', `[lamp] Change ${i}\n\nSigned-off-by: A <a@x>`])
  }
  return repo
}

function fix(cwd: string, ...args: readonly string[]): Ran {
  return lorelint(['--only', 'code/null-test-before-free', '--fix', ...args], {
    cwd,
    env: IDENTITY,
  })
}

function subjects(repo: string): readonly string[] {
  return runGit(repo, ['log', '--format=%s']).trim().split('\n')
}

/** Nothing but the repository itself: no work tree of git's, no index of ours. */
function leavesNothing(repo: string): void {
  expect(runGit(repo, ['worktree', 'list']).trim().split('\n')).toHaveLength(1)
  expect(runGit(repo, ['status', '--porcelain'])).toBe('')
}

describe('--fix on a range', () => {
  test('each patch gets its fixup, the branch follows, and autosquash melts them in', () => {
    const repo = repository([START, FIRST, SECOND])
    const ran = fix(repo, 'HEAD~2..HEAD')
    expect(ran.err).toContain('2 suggestions committed as 2 fixups')
    expect(ran.code).toBe(0)
    expect(subjects(repo)).toEqual([
      'fixup! [lamp] Change 2',
      'fixup! [lamp] Change 1',
      '[lamp] Change 2',
      '[lamp] Change 1',
      '[lamp] Change 0',
    ])
    expect(runGit(repo, ['log', '-1', '--format=%an %b'])).toContain(
      'A Fixer code/null-test-before-free, drivers/lamp.c:4:',
    )
    expect(readFileSync(join(repo, PATH), 'utf8')).not.toContain('if (')
    leavesNothing(repo)
    runGit(repo, ['rebase', '-q', '-i', '--autosquash', 'HEAD~4'], { GIT_SEQUENCE_EDITOR: ':' })
    expect(subjects(repo)).toHaveLength(3)
    expect(fix(repo, 'HEAD~2..HEAD').err).toContain('there is nothing to fix')
  })

  test('a work tree with changes is left alone', () => {
    const repo = repository([START, FIRST])
    writeFileSync(join(repo, PATH), `${FIRST}/* mine */\n`)
    const { err } = fix(repo, 'HEAD~1..HEAD')
    expect(subjects(repo)).toEqual(['[lamp] Change 1', '[lamp] Change 0'])
    expect(readFileSync(join(repo, PATH), 'utf8')).toContain('/* mine */')
    const command = /: (git merge --ff-only [0-9a-f]{12}) takes them/.exec(err)?.[1] ?? ''
    runGit(repo, ['checkout', '-q', '--', PATH])
    runGit(repo, command.split(' ').slice(1))
    expect(subjects(repo)[0]).toBe('fixup! [lamp] Change 1')
    leavesNothing(repo)
  })

  test('a range that ends below what is checked out moves nothing', () => {
    const repo = repository([START, FIRST, SECOND])
    const { err } = fix(repo, 'HEAD~2..HEAD~1')
    expect(subjects(repo)).toHaveLength(3)
    const command = /: (git cherry-pick [0-9a-f.]+) takes them/.exec(err)?.[1] ?? ''
    runGit(repo, command.split(' ').slice(1))
    expect(subjects(repo)[0]).toBe('fixup! [lamp] Change 1')
    leavesNothing(repo)
  })

  test('what a later patch changed again is named, and the rest is committed', () => {
    const other = SECOND.replace('\tlamp_off(lamp);\n\tif', '\tlamp_dim(lamp);\n\tif').replace(
      '\t\tkfree(lamp->table);\n}',
      '\t\tkfree(lamp->table);\n\tlamp_end(lamp);\n}',
    )
    const repo = repository([START, FIRST, other])
    const { err } = fix(repo, 'HEAD~2..HEAD')
    expect(err).toContain('a later patch changed those lines: "Change 1", drivers/lamp.c @@ -')
    expect(subjects(repo)[0]).toBe('fixup! [lamp] Change 2')
    expect(subjects(repo)).toHaveLength(4)
    leavesNothing(repo)
  })

  test('a bare repository, and a folder inside one, are as good', () => {
    const repo = repository([START, FIRST])
    const bare = `${repo}.git`
    runGit(repo, ['clone', '-q', '--bare', '.', bare])
    const elsewhere = fix(tmpdir(), 'HEAD~1..HEAD', '--repo', bare)
    expect(elsewhere.err).toContain('committed as 1 fixup')
    expect(elsewhere.err).toContain('the repository is bare')
    expect(fix(join(repo, 'drivers'), 'HEAD~1..HEAD').err).toContain('committed as 1 fixup')
    expect(subjects(repo)[0]).toBe('fixup! [lamp] Change 1')
  })

  test('no hook runs', () => {
    const repo = repository([START, FIRST])
    for (const hook of ['post-merge', 'reference-transaction', 'pre-commit', 'post-checkout'])
      writeFileSync(join(repo, '.git/hooks', hook), '#!/bin/sh\ntouch hooked\n', { mode: 0o755 })
    expect(fix(repo, 'HEAD~1..HEAD').err).toContain('committed as 1 fixup')
    expect(existsSync(join(repo, 'hooked'))).toBe(false)
  })
})

describe('--fix on mails', () => {
  function mailbox(repo: string): string {
    const file = join(mkdtempSync(join(tmpdir(), 'lorelint-fix-')), 'series.mbox')
    writeFileSync(file, runGit(repo, ['format-patch', '--stdout', 'HEAD~2']))
    return file
  }

  test('mails are written that git am takes on top of the patches', () => {
    const repo = repository([START, FIRST, SECOND])
    const cwd = mkdtempSync(join(tmpdir(), 'lorelint-fix-'))
    const ran = fix(cwd, mailbox(repo), '--from', 'Ada Example <ada@example.org>')
    expect(ran.err).toContain('2 suggestions in 2 patches written to lorelint-fixup.patch')
    const written = join(cwd, 'lorelint-fixup.patch')
    expect(readFileSync(written, 'utf8')).toContain(
      '1 file changed, 1 insertion(+), 2 deletions(-)',
    )
    runGit(repo, ['am', '-q', written])
    expect(subjects(repo).slice(0, 2)).toEqual(['fixup! Change 2', 'fixup! Change 1'])
    expect(runGit(repo, ['log', '-1', '--format=%an <%ae>'])).toBe(
      'Ada Example <ada@example.org>\n',
    )
    expect(readFileSync(join(repo, PATH), 'utf8')).not.toContain('if (')
  })

  test('nothing is overwritten, and the run says so before it begins', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'lorelint-fix-'))
    writeFileSync(join(cwd, 'mine.patch'), 'mine')
    const ran = fix(cwd, mailbox(repository([START, FIRST, SECOND])), '--fix-output', 'mine.patch')
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toContain('cannot write mine.patch: it is there already')
    expect(readFileSync(join(cwd, 'mine.patch'), 'utf8')).toBe('mine')
  })

  test('of a range, too, where a file is asked for', () => {
    const repo = repository([START, FIRST])
    const { err } = fix(repo, 'HEAD~1..HEAD', '--fix-output', 'fix.patch')
    expect(err).toContain('1 suggestion in 1 patch written to fix.patch')
    expect(subjects(repo)).toHaveLength(2)
  })
})
