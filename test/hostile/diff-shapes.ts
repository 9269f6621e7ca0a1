import { chance } from '../mutants/random.ts'
import { adding, FILE, headed, patch, type Shape, times } from './shape.ts'

const WORDS = [
  'if',
  '(',
  ')',
  '{',
  '}',
  ';',
  'x',
  '*',
  '"',
  '/*',
  '*/',
  '#',
  '\\',
  '->',
  'struct',
  '1',
]

function randomTokens(size: number): string {
  const luck = chance(2, size)
  const words = times(size / 3, () => {
    const word = WORDS[luck.below(WORDS.length)] ?? ''
    return luck.below(12) === 0 ? `${word}\n` : `${word} `
  })
  return words.trimEnd()
}

const row = '\t{ SYS_DESC(SYS_ERRSELR_EL1), access_errselr },\n'
const wide = (text: string): Pick<Shape, 'make'> => ({ make: (n) => adding(text.repeat(n)) })
const tall = (line: string): Pick<Shape, 'make'> => ({
  make: (n) => adding(`${line}\n`.repeat(n).trimEnd()),
})
const counted = (ranges: string): Shape => ({
  name: `a hunk header of ${ranges}`,
  make: () => headed('', patch(`@@ ${ranges} @@\n-a;\n+b;\n`)),
  size: 1,
  patches: 1,
  files: null,
})
const corrupt = { limit: 'patch-corrupt' } as const
const judged = { patches: 1, files: null } as const

/** C that no compiler would read. */
export const codeShapes: readonly Shape[] = [
  { name: '100,000 open parentheses', size: 100_000, ...wide('('), ...judged },
  {
    name: '100,000 nested parentheses',
    size: 100_000,
    make: (n) => adding(`x = ${'('.repeat(n)}1${')'.repeat(n)};`),
    ...judged,
  },
  { name: '100,000 open braces', size: 100_000, ...wide('{'), ...judged },
  {
    name: '100,000 nested braces',
    size: 100_000,
    make: (n) => adding('{'.repeat(n) + '}'.repeat(n)),
    ...judged,
  },
  { name: '50,000 lines of open braces', size: 50_000, ...tall('{'), ...judged },
  { name: '100,000 open brackets', size: 100_000, ...wide('a['), ...judged },
  { name: '50,000 times if without end', size: 50_000, ...wide('if (x) '), ...judged },
  {
    name: '50,000 times else if',
    size: 50_000,
    make: (n) => adding(`if (a) b;${' else if (a) b;'.repeat(n)}`),
    ...judged,
  },
  { name: '100,000 stars', size: 100_000, ...wide('*'), ...judged },
  {
    name: '1 MB of random tokens',
    size: 1_000_000,
    make: (n) => adding(randomTokens(n)),
    ...judged,
  },
  { name: 'a bare table of 200 kB', size: 4000, ...tall(row.trimEnd()), ...judged },
  {
    name: 'a comment that is never closed',
    size: 100_000,
    make: (n) => adding(`/*${' x\n'.repeat(n)}y`),
    ...judged,
  },
  {
    name: 'a string that is never closed',
    size: 500_000,
    make: (n) => adding(`x = "${'a'.repeat(n)}`),
    ...judged,
  },
  { name: '100,000 lines of #if', size: 100_000, ...tall('#if X'), ...judged },
  {
    name: 'a macro of 100,000 lines',
    size: 100_000,
    make: (n) => adding(`#define A \\\n${'\tb; \\\n'.repeat(n)}\tc;`),
    ...judged,
  },
  { name: '100,000 labels', size: 100_000, ...tall('x:'), ...judged },
  {
    name: '100,000 casts',
    size: 100_000,
    make: (n) => adding(`x = ${'(u8)'.repeat(n)}y;`),
    ...judged,
  },
  {
    name: '100,000 blanks before a line end',
    size: 100_000,
    make: (n) => adding(`x;${' '.repeat(n)}\n${' '.repeat(n)}y;`),
    ...judged,
  },
]

export const diffShapes: readonly Shape[] = [
  { ...counted('-1,2147483648 +1,2147483648'), ...corrupt },
  { ...counted('-1,9007199254740992 +1,9007199254740993'), ...corrupt },
  counted('-9007199254740993,1 +9007199254740993,1'),
  { ...counted('--1,-1 +-1,-1'), ...corrupt },
  { ...counted('-1e999,1e999 +1e999,1e999'), ...corrupt },
  { ...counted('-0,0 +0,0'), ...corrupt },
  {
    name: '100,000 "@@"',
    size: 100_000,
    make: (n) => headed('', patch('@@\n'.repeat(n))),
    ...judged,
  },
  {
    name: '50,000 hunk headers without lines',
    size: 50_000,
    make: (n) => headed('', patch('@@ -1 +1 @@\n'.repeat(n))),
    ...judged,
    limit: 'patch-corrupt',
  },
  {
    name: 'one line of 100,000 "@@"',
    size: 100_000,
    make: (n) => headed('', patch(`${'@@ '.repeat(n)}\n-a\n+b\n`)),
    ...judged,
  },
  {
    name: '20,000 hunks',
    size: 20_000,
    make: (n) => headed('', patch(times(n, (i) => `@@ -${9 * i + 1} +${9 * i + 1} @@\n-a\n+b\n`))),
    ...judged,
  },
  {
    name: '20,000 files',
    size: 20_000,
    make: (n) =>
      headed(
        '',
        patch(times(n, (i) => FILE.replaceAll('x.c', `${i}.c`) + '@@ -1 +1 @@\n-a\n+b\n')),
      ),
    ...judged,
    limit: 'too-many-files',
  },
  {
    name: '20,000 files that are only headers',
    size: 20_000,
    make: (n) => headed('', patch(FILE.repeat(n))),
    ...judged,
    limit: 'too-many-files',
  },
  {
    name: '100,000 "diff --git"',
    size: 100_000,
    make: (n) => headed('', patch('diff --git a/x b/x\n'.repeat(n))),
    ...judged,
  },
  {
    name: 'a path of 400 kB',
    size: 200_000,
    make: (n) => headed('', patch().replaceAll('lib/x.c', 'x/'.repeat(n))),
    ...judged,
  },
  {
    name: 'a quoted path of 400 kB',
    size: 100_000,
    make: (n) => headed('', patch().replaceAll(/([ab])\/lib\/x\.c/g, `"$1/${'\\303'.repeat(n)}"`)),
    ...judged,
  },
  {
    name: '2,000 renames of 1 kB',
    size: 2000,
    make: (n) =>
      headed(
        '',
        patch(
          times(
            n,
            (i) =>
              `diff --git a/${i} b/${i}\nsimilarity index 100%\nrename from ${i}\nrename to ${'y'.repeat(1000)}\n`,
          ),
        ),
      ),
    ...judged,
  },
  {
    name: 'a binary patch of 1 MB',
    size: 15_000,
    make: (n) =>
      headed(
        '',
        patch(
          `diff --git a/l b/l\nindex 1111111..2222222\nGIT binary patch\nliteral 3\n${`zcmZQ#${'a'.repeat(60)}\n`.repeat(n)}`,
        ),
      ),
    ...judged,
    limit: 'patch-corrupt',
  },
  {
    name: 'a diffstat of 50,000 lines',
    size: 50_000,
    make: (n) =>
      headed(
        '',
        `x\n---\n${times(n, (i) => ` a/${i}.c | 2 +-\n`)}\n${patch().split('---\n', 2)[1] ?? ''}`,
      ),
    ...judged,
  },
]
