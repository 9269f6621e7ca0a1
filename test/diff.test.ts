import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { applyFile, blobId } from '../src/diff/apply.ts'
import { numstat } from '../src/diff/numstat.ts'
import { readAsGit } from '../src/diff/git-apply/read-as-git.ts'
import { patchId } from '../src/diff/patch-id.ts'
import { readDiff } from '../src/diff/read.ts'
import { sideLines } from '../src/diff/side.ts'
import { unsafeFiles } from '../src/diff/unsafe.ts'
import type { DiffstatLine, FileDiff, TextLine } from '../src/model.ts'

// '~' at the start of a line is a place where the reviewer speaks: that mail line is not part of
// the diff.
function linesOf(text: string): readonly TextLine[] {
  const lines = text.split('\n').map((t, i) => ({ text: t, mailLine: i + 1 }))
  return lines.filter((l) => !l.text.startsWith('~'))
}

function read(text: string, quoted = false, diffstat: readonly DiffstatLine[] = []) {
  return readDiff(linesOf(text), { messageId: 'm@x', diffstat, quoted })
}

function describeFile(file: FileDiff): string {
  const { added, removed } = numstat(file)
  const names = [file.oldPath, file.newPath].filter((p) => p !== null)
  const path = [...new Set(names)].join(' -> ')
  const count = file.binary ? 'binary' : `+${added} -${removed}`
  return `${file.status} ${path === '' ? '?' : path} ${count}`
}

interface Expected {
  readonly files: readonly string[]
  readonly problems?: readonly string[]
}

function checkWith(quoted: boolean) {
  return (name: string, text: string, expected: Expected, diffstat: readonly string[] = []) => {
    test(name, () => {
      const stat = diffstat.map((line) => {
        const [path = '', changed = ''] = line.split(' | ')
        return { path, changed: Number(changed), mailLine: 1 }
      })
      const { files, problems } = read(text, quoted, stat)
      expect(files.map(describeFile)).toEqual(expected.files)
      expect(problems.map((p) => `${p.code}:${p.line}`)).toEqual(expected.problems ?? [])
    })
  }
}

const hunk = '@@ -1,3 +1,3 @@ int f(void)\n a\n-b\n+c\n d'

describe('a patch as it was sent', () => {
  const check = checkWith(false)
  check(
    'one file',
    `diff --git a/x.c b/x.c\nindex 1111111..2222222 100644\n--- a/x.c\n+++ b/x.c\n${hunk}`,
    {
      files: ['modified x.c +1 -1'],
    },
  )
  check(
    'the signature is no removed line',
    `diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}\n-- \n2.50.1\n`,
    {
      files: ['modified x +1 -1'],
    },
  )
  check(
    'the counts make "-- " a removed line',
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n a\n-- \n-- \n2.50.1',
    { files: ['modified x +0 -1'] },
  )
  check(
    'the counts make "--- x" a removed line',
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n--- x\n+++ y\n@@ -9 +9 @@\n-a\n+b',
    { files: ['modified x +2 -2'] },
  )
  check('an omitted count is 1', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b', {
    files: ['modified x +1 -1'],
  })
  check('an empty line is a context line', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n\n-a\n+b', {
    files: ['modified x +1 -1'],
  })
  check(
    'rename without change, mode, new and deleted empty files',
    [
      'diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b',
      'diff --git a/c b/d\nsimilarity index 90%\ncopy from c\ncopy to d',
      'diff --git a/m b/m\nold mode 100644\nnew mode 100755',
      'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29',
      'diff --git a/o b/o\ndeleted file mode 100644\nindex e69de29..0000000',
    ].join('\n'),
    {
      files: [
        'renamed a -> b +0 -0',
        'copied c -> d +0 -0',
        'modified m +0 -0',
        'added n +0 -0',
        'deleted o +0 -0',
      ],
    },
  )
  check(
    'a lone "diff --git" line is text',
    `diff --git a/q b/q\nis what I typed\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`,
    { files: ['modified x +1 -1'] },
  )
  check(
    'binary files',
    'diff --git a/l.bin b/l.bin\nindex 1111111..2222222 100644\nGIT binary patch\nliteral 3\nKcmZQ#abcdefgh\n\nliteral 3\nKcmZQ#abcdefgh\n\ndiff --git a/m.png b/m.png\nindex 3333333..4444444\nBinary files a/m.png and b/m.png differ',
    { files: ['modified l.bin binary', 'modified m.png binary'] },
  )
  check(
    'quoted paths',
    `diff --git "a/\\303\\274\\t\\".c" "b/\\303\\274\\t\\".c"\n--- "a/\\303\\274\\t\\".c"\n+++ "b/\\303\\274\\t\\".c"\n${hunk}`,
    {
      files: ['modified ü\t".c +1 -1'],
    },
  )
  check('paths with blanks', 'diff --git a/a b.c b/a b.c\nold mode 100644\nnew mode 100755', {
    files: ['modified a b.c +0 -0'],
  })
  check(
    'a diff with times',
    `--- linux.orig/fs/x.c\t2020-01-01 10:00:00.000000000 +0100\n+++ linux/fs/x.c\t2020-01-02 10:00:00.000000000 +0100\n${hunk}`,
    { files: ['modified fs/x.c +1 -1'] },
  )
  check(
    'the epoch as time is no file',
    '--- l.orig/fs/x.c\t1970-01-01 01:00:00.000000000 +0100\n+++ l/fs/x.c\t2020-01-02 10:00:00 +0100\n@@ -0,0 +1 @@\n+a',
    { files: ['added fs/x.c +1 -0'] },
  )
  check(
    'Index: lines',
    `Index: linux/fs/x.c\n=====\n--- linux.orig/fs/x.c\n+++ linux/fs/x.c\n${hunk}\nIndex: linux/fs/y.c\n=====\n--- linux.orig/fs/y.c\n+++ linux/fs/y.c\n${hunk}`,
    { files: ['modified fs/x.c +1 -1', 'modified fs/y.c +1 -1'] },
  )
  check('names without a/ and b/', `diff --git fs/x.c fs/x.c\n--- fs/x.c\n+++ fs/x.c\n${hunk}`, {
    files: ['modified fs/x.c +1 -1'],
    problems: ['path-prefix-missing:1'],
  })
  check(
    'the diffstat says that a/b/x.c of two equal names has a prefix',
    `--- linux/fs/x.c\n+++ linux/fs/x.c\n${hunk}`,
    { files: ['modified fs/x.c +1 -1'] },
    ['fs/x.c | 2'],
  )
  check('the same file twice', `--- a/x\n+++ b/x\n${hunk}\n--- a/x\n+++ b/x\n${hunk}`, {
    files: ['modified x +1 -1', 'modified x +1 -1'],
  })
  check(
    'CRLF line ends of the mail',
    `diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`.replaceAll('\n', '\r\n').concat('\r'),
    { files: ['modified x +1 -1'], problems: ['crlf-line-ends:4'] },
  )
  check('CRLF line ends of the file', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r', {
    files: ['modified x +1 -1'],
  })
  check(
    'a combined diff is not judged',
    'diff --cc x.c\nindex 1,2..3\n--- a/x.c\n+++ b/x.c\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c',
    {
      files: [],
      problems: ['combined-diff:1'],
    },
  )
})

describe('a damaged patch', () => {
  const check = checkWith(false)
  check(
    'a hunk that ends too early',
    '--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n-- \n2.50.1\n',
    {
      files: ['modified x +1 -1'],
      problems: ['hunk-corrupt:8'],
    },
  )
  check(
    'a wrapped line',
    '--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n \tif (a)\n-\tb;\n+\tc = d +\ne;',
    {
      files: ['modified x.c +1 -1'],
    },
  )
  check(
    'a wrapped line in the middle',
    '--- a/x.c\n+++ b/x.c\n@@ -1,3 +1,3 @@\n \tif (a)\n-\tb;\n+\tc = d +\ne;\n }',
    { files: ['modified x.c +1 -1'], problems: ['lines-wrapped:7'] },
  )
  check(
    'context lines without their blank',
    '--- a/x.c\n+++ b/x.c\n@@ -1,3 +1,3 @@\nint f(void)\n{\n-\treturn 1;\n+\treturn 2;\n}',
    { files: ['modified x.c +1 -1'], problems: ['context-blank-lost:4'] },
  )
  check('changes that git ignores', '--- a/x.c\n+++ b/x.c\n@@ -1,1 +1,1 @@\n-\ta\n+\tb\n+\tc', {
    files: ['modified x.c +1 -1'],
    problems: ['lines-after-hunk:6'],
  })
  check(
    'text between hunks',
    '--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-\ta\n+\tb\nand then\n@@ -9 +9 @@\n-\tc\n+\td',
    { files: ['modified x.c +2 -2'], problems: ['text-between-hunks:7'] },
  )
  check(
    'tabs that became blanks',
    '--- a/x.c\n+++ b/x.c\n@@ -1,3 +1,3 @@\n if (x)\n- a = 1;\n+ b = 1;\n  * c',
    {
      files: ['modified x.c +1 -1'],
      problems: ['tabs-collapsed:5'],
    },
  )
  check('a header without names', 'diff --git\nindex 1111111..2222222 100644', { files: [] })
  check('nothing', '', { files: [] })
})

describe('a patch quoted in a reply', () => {
  const check = checkWith(true)
  const header = 'diff --git a/fs/x.c b/fs/x.c\n--- a/fs/x.c\n+++ b/fs/x.c'
  check('whole', `${header}\n${hunk}`, { files: ['modified fs/x.c +1 -1'] })
  check('a gap in a hunk that adds up', `${header}\n@@ -1,3 +1,3 @@\n a\n-b\n~ No.\n+c\n d`, {
    files: ['modified fs/x.c +1 -1'],
  })
  check('a hunk cut at its end', `${header}\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n~ No.`, {
    files: ['modified fs/x.c +1 -1'],
    problems: ['hunk-lines-missing:4'],
  })
  check(
    'lines that have no room begin a hunk of an unknown file',
    `${header}\n@@ -1,4 +1,4 @@\n a\n-b\n+c\n~ No.\n+1\n+2\n+3\n~ Nor this.\n+4`,
    {
      files: ['modified fs/x.c +1 -1', 'modified ? +4 -0'],
      problems: ['hunk-lines-missing:4', 'hunk-header-missing:9', 'file-header-missing:9'],
    },
  )
  check(
    'the diffstat names the unknown file',
    `${header}\n@@ -1,4 +1,4 @@\n a\n-b\n+c\n~ No.\n+1\n+2\n+3\n+4`,
    {
      files: ['modified fs/x.c +1 -1', 'modified fs/y.c +4 -0'],
      problems: ['hunk-lines-missing:4', 'hunk-header-missing:9', 'path-from-diffstat:9'],
    },
    ['fs/x.c | 2', 'fs/y.c | 9'],
  )
  check('[...] is a gap', `${header}\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n[...]\n d`, {
    files: ['modified fs/x.c +1 -1'],
    problems: ['hunk-lines-missing:4'],
  })
  check('no header at all', '~ > On Monday\n \tx\n+\ty\n+\tz', {
    files: ['modified ? +2 -0'],
    problems: ['hunk-header-missing:2', 'file-header-missing:2'],
  })
  check('only the @@ line is left', '@@ -1,3 +1,3 @@ int f(void)\n a\n-b\n+c\n d', {
    files: ['modified ? +1 -1'],
    problems: ['file-header-missing:1'],
  })
  check(
    'an earlier hunk is of another file',
    `${header}\n@@ -9,3 +9,3 @@\n a\n-b\n+c\n d\n~ x\n${hunk}`,
    {
      files: ['modified fs/x.c +1 -1', 'modified ? +1 -1'],
      problems: ['file-header-missing:10'],
    },
  )
  const long = 'static int some_function_with_a_long_name(struct device *dev, const char *name,'
  check(
    "lines that the reviewer's mailer wrapped",
    `${header}\n@@ -1,3 +1,3 @@ ${long}\nint x)\n a\n-b\n+${long}\nint y)\n d`,
    { files: ['modified fs/x.c +1 -1'], problems: ['lines-wrapped:5'] },
  )
  check(
    'context lines without their blank are not wrapped lines',
    `${header}\n@@ -1,3 +1,4 @@\n${long}\nint x)\n-\tb;\n+\tc;\n+\td;\n}`,
    { files: ['modified fs/x.c +2 -1'], problems: ['context-blank-lost:5'] },
  )
  check('no-break spaces for blanks', `${header}\n@@ -1,2 +1,2 @@\n\u00A0\ta\n-b\n+c`, {
    files: ['modified fs/x.c +1 -1'],
    problems: ['no-break-spaces:5'],
  })
})

/** "old new sign" per line, as a reader counts them. */
function checkNumbers(name: string, text: string, expected: readonly string[]) {
  test(name, () => {
    const { files } = read(text, true)
    const lines = files.flatMap((f) => f.hunks.flatMap((h) => h.lines))
    expect(lines.map((l) => `${l.oldLine ?? '-'} ${l.newLine ?? '-'} ${l.sign}${l.text}`)).toEqual(
      expected,
    )
  })
}

describe('line numbers', () => {
  checkNumbers('of both sides', `--- a/x\n+++ b/x\n@@ -5,2 +7,3 @@\n a\n-b\n+c\n+d`, [
    '5 7  a',
    '6 - -b',
    '- 8 +c',
    '- 9 +d',
  ])
  checkNumbers('are unknown behind a cut', `--- a/x\n+++ b/x\n@@ -5,9 +7,9 @@\n a\n~ \n-b`, [
    '5 7  a',
    '- - -b',
  ])
  checkNumbers('are unknown without @@ line', `--- a/x\n+++ b/x\n-a\n+b`, ['- - -a', '- - +b'])
})

describe('applying', () => {
  const patch = '--- a/x\n+++ b/x\n@@ -2,2 +2,2 @@\n b\n-c\n+C\n@@ -5 +5,2 @@\n e\n+f'
  const apply = (before: string, text: string) => {
    const [file] = read(text).files
    return file === undefined ? null : applyFile(before, file)
  }
  test('gives both texts and the diff lines that stand in them', () => {
    const applied = apply('a\nb\nc\nd\ne\n', patch)
    expect(applied?.new).toBe('a\nb\nC\nd\ne\nf\n')
    expect(applied?.oldLines.map((l) => l?.sign ?? '')).toEqual(['', ' ', '-', '', ' '])
    expect(applied?.newLines.map((l) => l?.sign ?? '')).toEqual(['', ' ', '+', '', ' ', '+'])
  })
  test('finds a hunk that moved', () => {
    expect(apply('0\n0\na\nb\nc\nd\ne\n', patch)?.new).toBe('0\n0\na\nb\nC\nd\ne\nf\n')
  })
  test('refuses a hunk that does not fit', () => {
    expect(apply('a\nb\nx\nd\ne\n', patch)).toBeNull()
  })
  test('knows the last line without line feed', () => {
    const noEol = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file'
    expect(apply('a\n', noEol)?.new).toBe('b')
  })
  test('makes a new file', () => {
    expect(apply('', '--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b')?.new).toBe('a\nb\n')
  })
  test('names blobs as git does', () => {
    expect(blobId('')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')
  })
})

test('the sides of a hunk', () => {
  const [h] = read(`--- a/x\n+++ b/x\n${hunk}`).files[0]?.hunks ?? []
  expect(sideLines(h ?? { lines: [] }, 'old').map((l) => l.text)).toEqual(['a', 'b', 'd'])
  expect(sideLines(h ?? { lines: [] }, 'new').map((l) => l.text)).toEqual(['a', 'c', 'd'])
})

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

describe('files that leave the tree', () => {
  const check = (name: string, file: string, expected: readonly string[]) =>
    test(name, () => {
      const problems = unsafeFiles(read(`${file}\nindex 0000000..1111111`).files, 'm@x')
      const said = problems.map((p) => `${p.kind} ${p.code} ${p.what}`)
      expect(said.map((line, i) => line.slice(0, expected[i]?.length))).toEqual(expected)
    })
  const added = (path: string) => `diff --git a/${path} b/${path}\nnew file mode 100644`
  check('an ordinary one', added('a/..b/.gitignore'), [])
  check('..', added('x/../../y'), [
    'damage path-unsafe the path "x/../../y" leads out of the tree; git apply refuses ',
  ])
  check('absolute', added('/etc/x'), [
    'damage path-unsafe the path "/etc/x" leads out of the tree; git apply refuses it ',
  ])
  check('.git', added('x/.GIT/hooks/y'), [
    'damage path-unsafe the path "x/.GIT/hooks/y" leads into .git; git apply refuse',
  ])
  check('a drive', added('c:\\x'), [
    'damage path-unsafe the path "c:\\x" leads out of the tree on Windows; git apply t',
  ])
  check('a long one', added('x'.repeat(5000)), [`damage path-unsafe the path "${'x'.repeat(50)}`])
  check('a symbolic link', added('l').replace('100644', '120000'), [
    'damage symlink l is a symbolic link; git apply makes it point where its line',
  ])
  check('a submodule', added('m').replace('100644', '160000'), [
    'damage submodule m is a submodule; git apply makes a folder of it without its f',
  ])
})

test('any text gives a value, in linear time', () => {
  const pieces = [
    hunk,
    'diff --git a/x b/x',
    '--- a',
    '+++ b',
    '@@ -1,99999 +1,99999 @@',
    '-x',
    '+y',
    '',
  ]
  const text = Array.from({ length: 30_000 }, (_, i) => pieces[(i * 7 + (i >> 3)) % pieces.length])
  const started = performance.now()
  for (const quoted of [true, false]) read(text.join('\n'), quoted)
  // A quadratic reader takes minutes for this.
  expect(performance.now() - started).toBeLessThan(5000)
})
