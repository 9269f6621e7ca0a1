import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RawMail } from '../model.ts'
import { readFileMails } from './file.ts'

/** The mails of a Maildir (`cur`, `new`), or of the mail files of a folder, by name. */
export async function* readFolder(path: string, most: number): AsyncGenerator<RawMail, void, void> {
  const names = new Set(await readdir(path))
  const isMaildir = names.has('cur') && names.has('new')
  const files = isMaildir
    ? [...(await filesOf(join(path, 'cur'))), ...(await filesOf(join(path, 'new')))]
    : (await filesOf(path)).filter((file) => mailFile.test(file))
  if (files.length === 0 && !isMaildir) {
    throw new Error(
      `cannot read ${path}: no mail in it; expected *.patch, *.eml, *.mbox or *.txt files, cur/ and new/, or a public-inbox archive`,
    )
  }
  for (const file of files) yield* readFileMails(file, most)
}

// "0001-x.patch", "3.eml", "inbox.mbox", and the bare numbers of MH and git mailsplit.
const mailFile = /(?:\.(?:patch|diff|eml|mail|mbox|mbx|mboxrd|txt)|[/\\]\d+)$/

async function filesOf(path: string): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of (await readdir(path)).toSorted()) {
    const file = join(path, name)
    if (!name.startsWith('.') && (await stat(file)).isFile()) files.push(file)
  }
  return files
}
