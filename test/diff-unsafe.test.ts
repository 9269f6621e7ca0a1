import { describe, expect, test } from 'vitest'
import { unsafeFiles } from '../src/diff/unsafe.ts'
import { read } from './diff-check.ts'

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
