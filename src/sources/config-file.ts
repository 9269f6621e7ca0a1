import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { CONFIG_BYTES } from '../limits.ts'
import { readStart } from './read-start.ts'

/** A config as it was found. */
export interface ConfigFile {
  /** For errors: as seen from the working directory. */
  readonly file: string
  /** For reports, the same wherever the run was started: ".lorelint.yml". */
  readonly name: string
  /** The folder its paths are relative to. */
  readonly root: string
  readonly text: string
  /** Sees to it that what the config names can be read below `root`. */
  readonly bring: (paths: readonly string[]) => Promise<void>
}

/** In a folder or above it; both names beside each other are one too many. */
export const CONFIG_NAMES = ['.lorelint.yml', '.github/lorelint.yml']

/** The config the user named, else the first one found from the given folders upward; null when there is none. */
export function findConfig(given: string | null, from: readonly string[]): ConfigFile | null {
  if (given !== null) {
    const text = readStart(given, CONFIG_BYTES)
    if (text === null) throw new Error(`cannot read the config ${given}: there is no such file`)
    return { file: given, name: given, root: dirname(resolve(given)), text, bring }
  }
  for (const start of from) {
    for (const folder of upward(resolve(start))) {
      const found = CONFIG_NAMES.filter((name) => existsSync(join(folder, name)))
      const [name] = found
      if (name === undefined) continue
      if (found.length > 1)
        throw new Error(`${folder} holds ${found.join(' and ')}; keep one of them`)
      const path = join(folder, name)
      const text = readStart(path, CONFIG_BYTES) ?? ''
      return { file: relative(process.cwd(), path), name, root: folder, text, bring }
    }
  }
  return null
}

/** It is there. */
async function bring(): Promise<void> {}

/** The folder and those above it, up to the top of its repository: what lies further up is about something else. */
function upward(start: string): readonly string[] {
  const folders: string[] = []
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder)
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return folders
    // A bare repository.
    if (isBare(folder)) return folders
  }
}

function isBare(folder: string): boolean {
  return (
    existsSync(join(folder, 'HEAD')) &&
    (statSync(join(folder, 'objects'), { throwIfNoEntry: false })?.isDirectory() ?? false)
  )
}
