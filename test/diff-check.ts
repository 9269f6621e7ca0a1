import { expect, test } from 'vitest'
import { numstat } from '../src/diff/numstat.ts'
import { readDiff } from '../src/diff/read.ts'
import type { DiffstatLine, FileDiff, TextLine } from '../src/model.ts'

// '~' at the start of a line is a place where the reviewer speaks: that mail line is not part of
// the diff.
function linesOf(text: string): readonly TextLine[] {
  const lines = text.split('\n').map((t, i) => ({ text: t, mailLine: i + 1 }))
  return lines.filter((l) => !l.text.startsWith('~'))
}

/** The files and problems of a diff. */
export function read(text: string, quoted = false, diffstat: readonly DiffstatLine[] = []) {
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

/** A test of the files ("modified x.c +1 -1") and problems ("hunk-corrupt:8") of a diff. */
export function checkWith(quoted: boolean) {
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

/** One hunk that adds up. */
export const hunk = '@@ -1,3 +1,3 @@ int f(void)\n a\n-b\n+c\n d'
