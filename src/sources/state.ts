import {
  closeSync,
  existsSync,
  futimesSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { pruneStates } from './prune.ts'

/** What a long run has done so far, kept in a file so that it can be killed at any time. */
export interface State {
  /** What was put under this name, in this run or an earlier one; null when nothing was. */
  readonly get: (name: string) => unknown
  readonly put: (name: string, value: unknown) => void
  readonly close: () => void
}

/** Where state is kept when nobody says: the user's cache, as the XDG base directories have it. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const cache = env['XDG_CACHE_HOME'] ?? ''
  return join(cache.startsWith('/') ? cache : join(homedir(), '.cache'), 'lorelint', 'measure')
}

/**
 * Opens `<folder>/<key>.jsonl`: one line `{"name": ..., "value": ...}` for each thing done. A line that was torn
 * by a kill is left alone, and what it was about is done again. States of long ago are removed.
 */
export function openState(folder: string, key: string): State {
  const file = join(resolve(folder), `${key}.jsonl`)
  try {
    mkdirSync(folder, { recursive: true })
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const known = new Map(text.split('\n').flatMap(entryOf))
    const out = openSync(file, 'a')
    if (text !== '' && !text.endsWith('\n')) writeSync(out, '\n')
    const now = new Date(Date.now())
    futimesSync(out, now, now)
    pruneStates(folder, now.getTime())
    return {
      get: (name) => known.get(name) ?? null,
      put: (name, value) => {
        known.set(name, value)
        writeSync(out, `${JSON.stringify({ name, value })}\n`)
      },
      close: () => closeSync(out),
    }
  } catch (cause) {
    throw new Error(`cannot keep state in ${folder}; name another folder with --state`, { cause })
  }
}

function entryOf(line: string): readonly (readonly [string, unknown])[] {
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null) return []
    const { name, value } = Object.fromEntries<unknown>(Object.entries(entry))
    return typeof name === 'string' && value !== undefined ? [[name, value]] : []
  } catch {
    return []
  }
}
