import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { RuleSet } from '../rules/load.ts'
import type { FolderFile } from './base-folder.ts'
import { failedHere } from './failed-here.ts'

/** The rules that are served, and over them those of these folders; throws where one of them is broken. */
export type LoadRules = (folders: readonly string[]) => RuleSet

/**
 * Loads rules with those of folders that are not on disk: they are written to a folder of their own, which is gone
 * when they are read.
 */
export function withFolders(folders: readonly (readonly FolderFile[])[], load: LoadRules): RuleSet {
  if (folders.length === 0) return load([])
  const root = mkdtempSync(join(tmpdir(), 'lorelint-base-'))
  try {
    // Several may have the same name.
    const written = folders.map((files, at) => writeFolder(join(root, String(at)), files))
    return loadWritten(root, written, load)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function loadWritten(root: string, written: readonly string[], load: LoadRules): RuleSet {
  try {
    return load(written)
  } catch (error) {
    if (failedHere(error)) throw error
    // Who cleans up temporary folders may take this one too; that no folder is there says nothing of the rules then.
    if (!written.every((folder) => existsSync(folder))) throw goneHere(error)
    // What is read by strangers names no folder of this machine.
    const what = error instanceof Error ? error.message : String(error)
    throw new Error(
      written.reduce((text, _, at) => text.replaceAll(`${join(root, String(at))}/`, ''), what),
      { cause: error },
    )
  }
}

function goneHere(cause: unknown): Error {
  const what =
    'cannot read the rules of the base: the temporary folder they were written to is gone'
  return Object.assign(new Error(what, { cause }), { code: 'ENOENT' })
}

function writeFolder(parent: string, files: readonly FolderFile[]): string {
  for (const { path, text } of files) {
    const file = join(parent, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const [name = ''] = files[0]?.path.split('/') ?? []
  return join(parent, name)
}
