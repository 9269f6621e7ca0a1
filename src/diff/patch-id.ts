import { createHash } from 'node:crypto'
import type { FileDiff } from '../model.ts'
import { quote } from './path.ts'

/**
 * The id of a change that stays the same when it moves or its blanks change, equal to `git patch-id
 * --stable`. git hashes the header lines and the hunks' lines without white space, file by file,
 * and adds the hashes up; a file without hunks is hashed together with the next one
 * (get_one_patchid in builtin/patch-id.c).
 */
export function patchId(files: readonly FileDiff[]): string {
  let sum = new Uint8Array(20)
  let open: string[] = []
  let before: FileDiff | null = null
  for (const file of files) {
    if (before !== null && before.hunks.length > 0) {
      sum = add(sum, open)
      open = []
    }
    const header = headerLines(file)
    // git leaves the `diff` line out that ends a binary file.
    open.push(...(before?.binary === true ? header.slice(1) : header))
    before = file
    for (const { lines } of file.hunks) for (const l of lines) open.push(l.sign + l.text)
    if (!file.binary) continue
    sum = add(sum, [...open, file.oldBlob ?? '', file.newBlob ?? ''])
    open = []
  }
  // Added even when a binary file left nothing over.
  return Buffer.from(add(sum, open)).toString('hex')
}

function headerLines(file: FileDiff): readonly string[] {
  const oldName = file.oldPath ?? file.newPath ?? ''
  const newName = file.newPath ?? file.oldPath ?? ''
  const oldSide = quote(`a/${oldName}`)
  const newSide = quote(`b/${newName}`)
  const lines = [`diff --git ${oldSide} ${newSide}`]
  if (file.status === 'added') lines.push(`new file mode ${file.newMode ?? ''}`)
  if (file.status === 'deleted') lines.push(`deleted file mode ${file.oldMode ?? ''}`)
  const both = file.status !== 'added' && file.status !== 'deleted'
  if (both && file.oldMode !== file.newMode)
    lines.push(`old mode ${file.oldMode ?? ''}`, `new mode ${file.newMode ?? ''}`)
  if (file.status === 'renamed' || file.status === 'copied') {
    const verb = file.status === 'renamed' ? 'rename' : 'copy'
    lines.push(`similarity index ${file.similarity ?? ''}%`)
    lines.push(`${verb} from ${quote(oldName)}`, `${verb} to ${quote(newName)}`)
  }
  if (file.hunks.length > 0) {
    lines.push(`--- ${file.status === 'added' ? '/dev/null' : oldSide}`)
    lines.push(`+++ ${file.status === 'deleted' ? '/dev/null' : newSide}`)
  }
  return lines
}

// Adds the hash of the lines to the sum, byte by byte from the left with carry (flush_one_hunk).
function add(sum: Uint8Array, lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = lines.join('').replaceAll(/[ \t\n\v\f\r]/g, '')
  const hash = createHash('sha1').update(text).digest()
  let carry = 0
  return Uint8Array.from(sum, (byte, i) => {
    carry += byte + (hash[i] ?? 0)
    const low = carry & 0xff
    carry >>= 8
    return low
  })
}
