import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Other projects' suites and other people's mail as oracles. The data is not ours, so it lies
 * beside the repository, not in it.
 */
export const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))

export const present = existsSync(`${corpus}oracles/cases.json`)

/** One fact that somebody else established, and how we check ours against it. */
export interface Case {
  readonly suite: string
  readonly id: string
  readonly check: () => Promise<void>
}

/** The cases of one suite as cases.json lists them; what they hold differs, so the caller says what it is. */
export function listed(suite: string) {
  return JSON.parse(readFileSync(`${corpus}oracles/cases.json`, 'utf8')).filter(
    (c: { readonly suite: string }) => c.suite === suite,
  )
}

/** The lines of an index.jsonl, whatever they hold. */
export function indexed(folder: string) {
  const text = readFileSync(`${corpus}${folder}/index.jsonl`, 'utf8').trimEnd()
  return JSON.parse(`[${text.replaceAll('\n', ',')}]`)
}

export function oracle(path: string): string {
  return `${corpus}oracles/${path}`
}
