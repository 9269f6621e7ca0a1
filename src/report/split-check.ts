import { applyFile } from '../diff/apply.ts'
import { readPatch } from '../diff/patch.ts'
import { patchStatus } from '../diff/status.ts'
import { parseMessage } from '../mail/message.ts'
import { patchText } from '../mail/patch-text.ts'
import type { FileDiff, Patch, Tree } from '../model.ts'
import type { SplitMail } from './split-mails.ts'

/**
 * Reads the written mails back and applies them in order: what they give must be what the patch gives, byte
 * for byte, at the very lines they name. Without a tree the files are what the hunks show, with a line of its
 * own for each line between. A sentence that says what is wrong, or null.
 */
export async function checkSplit(
  patch: Patch,
  mails: readonly SplitMail[],
  tree: Tree | null,
): Promise<string | null> {
  const parts: Patch[] = []
  for (const { text, name } of mails) {
    const bytes = Buffer.from(text)
    const message = await parseMessage({ origin: name, bytes, reload: async () => bytes })
    const cut = patchText(message)
    if (cut === null) return `${name} reads as no patch`
    const read = readPatch(message, cut)
    const { status, error } = patchStatus(read)
    if (status === 'corrupt') return `git apply refuses ${name} (${error?.text ?? 'damaged'})`
    parts.push(read)
  }
  for (const file of patch.files) {
    const wrong = checkFile(file, parts, tree)
    if (wrong !== null) return wrong
  }
  return null
}

function checkFile(file: FileDiff, parts: readonly Patch[], tree: Tree | null): string | null {
  const path = file.newPath ?? file.oldPath ?? ''
  const mine = parts.flatMap((part) =>
    part.files.filter((one) => one.oldPath === file.oldPath && one.newPath === file.newPath),
  )
  if (mine.length === 0) return `${path} is in no part`
  if (file.hunks.length === 0) return mine.length === 1 ? null : `${path} is in several parts`
  const before = preImage(file, tree)
  const whole = applyFile(before, file)
  if (whole === null) return `the patch does not apply to ${path} of the tree`
  let text = before
  for (const part of mine) {
    const next = applyFile(text, part)
    if (next === null) return `a part does not apply to ${path}`
    if (tree === null && !standsWhereItSays(part, next.newLines))
      return `a part misses its lines in ${path}`
    text = next.new
  }
  return text === whole.new ? null : `the parts do not give what the patch gives in ${path}`
}

/** The file of the tree; without one what the hunks show, and between them lines that occur once. */
function preImage(file: FileDiff, tree: Tree | null): string {
  if (file.oldPath !== null && tree !== null) {
    const blob = file.oldBlob === null ? null : tree.readBlob(file.oldBlob)
    const text = blob ?? tree.read(file.oldPath)
    if (text !== null) return text
  }
  const rows: string[] = []
  let noEol = false
  for (const { range, lines } of file.hunks) {
    const start =
      range === null || range.oldCount === 0 ? (range?.oldStart ?? 0) + 1 : range.oldStart
    while (rows.length < start - 1) rows.push(`\0 line ${rows.length + 1}`)
    for (const { sign, text, noEol: last } of lines) {
      if (sign === '+') continue
      rows.push(text)
      noEol = last
    }
  }
  if (file.status !== 'added' && !noEol) rows.push('\0 the rest')
  return rows.length === 0 ? '' : rows.join('\n') + (noEol ? '' : '\n')
}

function standsWhereItSays(
  part: FileDiff,
  newLines: readonly (FileDiff['hunks'][number]['lines'][number] | null)[],
): boolean {
  return part.hunks.every(({ lines }) =>
    lines.every((line) => line.newLine === null || newLines[line.newLine - 1] === line),
  )
}
