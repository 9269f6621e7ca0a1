import { describe, expect, test } from 'vitest'
import { checkWith, hunk, read } from './diff-check.ts'

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
