import { describe, expect, test } from 'vitest'
import { checkWith, hunk, read } from './diff-check.ts'

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
