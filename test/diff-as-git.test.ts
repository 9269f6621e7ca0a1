import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { readAsGit } from '../src/diff/git-apply/read-as-git.ts'
import { patchId } from '../src/diff/patch-id.ts'
import { hunk, read } from './diff-check.ts'

describe('the patch id is that of git patch-id --stable', () => {
  const file = (name: string) =>
    `diff --git a/${name} b/${name}\nindex 1111111..2222222 100644\n--- a/${name}\n+++ b/${name}\n${hunk}\n`
  const cases: Readonly<Record<string, string>> = {
    'one file': file('x'),
    'two files': file('x') + file('y z'),
    rename: `diff --git a/a b/b\nsimilarity index 90%\nrename from a\nrename to b\nindex 1111111..2222222 100644\n--- a/a\n+++ b/b\n${hunk}\n`,
    'a rename without hunks before a file': `diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b\n${file('x')}`,
    'new file': `diff --git a/n b/n\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n`,
    'binary between files': `${file('x')}diff --git a/m b/m\nindex 3333333..4444444 100644\nBinary files a/m and b/m differ\n${file('y')}`,
    'binary last': `${file('x')}diff --git a/m b/m\nindex 3333333..4444444 100644\nBinary files a/m and b/m differ\n`,
    'mode change': 'diff --git a/m b/m\nold mode 100644\nnew mode 100755\n',
    'a quoted path': file('x').replaceAll(/([ab])\/x/g, '"$1/\\303\\274"'),
    'no line feed at the end': `${file('x')}\\ No newline at end of file\n`,
  }
  for (const [name, text] of Object.entries(cases)) {
    test(name, () => {
      const git = execFileSync('git', ['patch-id', '--stable'], { input: text }).toString()
      expect(patchId(read(text).files)).toBe(git.split(' ')[0])
    })
  }
})

describe('the referee says what git apply says', () => {
  const check = (name: string, text: string) =>
    test(name, () => {
      const patch = `${text}\n`
      const git = spawnSync('git', ['apply', '--numstat', '-z'], {
        input: patch,
        encoding: 'latin1',
      })
      const bytes = Buffer.from(patch).toString('latin1')
      const { files, error } = readAsGit(bytes.split('\n').slice(0, -1))
      const stat = files.map(
        (f) => `${f.binary ? '-\t-' : `${f.added}\t${f.removed}`}\t${f.path}\0`,
      )
      expect(stat.join('')).toBe(git.stdout)
      expect(git.stderr.split('\n')[0] ?? '').toBe(error === null ? '' : `error: ${error.text}`)
      const own = read(text)
      // What neither finds fault with, both read alike.
      if (error !== null || own.problems.length > 0 || /\\3/.test(text)) return
      expect(own.files.map((f) => f.newPath ?? f.oldPath)).toEqual(files.map((f) => f.path))
    })
  const header = 'diff --git a/x b/x\n--- a/x\n+++ b/x'
  check('a patch', `${header}\n${hunk}`)
  check('a hunk that is too short', `${header}\n@@ -1,9 +1,9 @@\n a\n-b\n+c`)
  check('a hunk without a change', `${header}\n@@ -1 +1 @@\n a`)
  check('more removed lines than counted', `${header}\n@@ -1 +1,2 @@\n-a\n-b\n+c\n+d`)
  check('a hunk without a file', hunk)
  check(
    'a lone header line leaves its names',
    `diff --git a/q b/q\ntext\ndiff --git a/x b/x\nnew file mode 100644`,
  )
  check('a header without names', 'diff --git a/x b/\nindex 1111111..2222222')
  check(
    'names that differ',
    `diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/y\n${hunk}`,
  )
  check(
    'a new file with old lines',
    `diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n${hunk}`,
  )
  check('a deleted file with new lines', `--- a/x\n+++ /dev/null\n${hunk}`)
  check('new and deleted', 'diff --git a/x b/x\nnew file mode 100644\ndeleted file mode 100644')
  check('a mode that is none', 'diff --git a/x b/x\nold mode 1x')
  check('names without a slash', `--- x.orig\n+++ x\n${hunk}\n--- y\n+++ y\n${hunk}`)
  check(
    'the epoch',
    '--- x/y\t1969-12-31 19:00:00 -0500\n+++ x/y\t2020-01-01 00:00:00 +0000\n@@ -0,0 +1 @@\n+a',
  )
  check('a short mark of a missing line feed', `${header}\n@@ -1 +1 @@\n-a\n\\ No\n+b`)
  check(
    'a mark that git does not count',
    `${header}\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n@@ -9 +9 @@\n a`,
  )
  const binary = 'diff --git a/x b/x\nindex 1111111..2222222 100644\nGIT binary patch'
  check(
    'a binary patch',
    `${binary}\nliteral 1\nIcmZQzU}OLQ01NvE\n`.replace('IcmZQzU}OLQ01NvE', 'IcmZQz00IC2'),
  )
  check('a garbled binary patch', `${binary}\nliteral 1\nIcmZQz00\n`)
  check('no binary patch', `${binary}\nfoo`)
  check('text', 'no patch at all')
  for (const name of [
    'x y',
    'x  y',
    ' x',
    'x/ b/x',
    'x//y',
    'x b',
    'a/b/c',
    'x 2020-01-01 10:00:00',
  ])
    check(
      `the name ${JSON.stringify(name)}`,
      `diff --git a/${name} b/${name}\nold mode 100644\nnew mode 100755\ndiff --git a/${name} b/${name}\n--- a/${name}\t\n+++ b/${name}\t\n${hunk}`,
    )
  for (const name of ['x\\ty', 'x\\ny', '\\303\\274', 'x\\"y', 'x\\\\y', '\\377', 'x\\001', 'x//y'])
    check(
      `the quoted name ${name}`,
      `diff --git "a/${name}" "b/${name}"\nold mode 100644\nnew mode 100755\ndiff --git a/q "b/${name}"\nsimilarity index 100%\nrename from q\nrename to "${name}"`,
    )
})
