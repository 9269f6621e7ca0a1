import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the project, where the command line is run. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/** The path of a fixture below `root`. */
export const fixture = (name: string): string => `mbox-fixtures/${name}.mbox`

export const v1 = fixture('pmmir-exposed-to-guests-v1')
export const v2 = fixture('pmmir-behind-a-vcpu-feature-v2')
export const rename = fixture('stable-on-a-rename')

/** A folder of a test file's own. */
export const dir = mkdtempSync(join(tmpdir(), 'lorelint-cli-'))

/** Writes a file below `dir`; its path. */
export function file(name: string, text: string): string {
  const path = join(dir, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** The shipped files a run cannot be without, and one broken rule. */
export function brokenRules(): string {
  file('rules/broken/x.md', '---\nseverety: warning\n---\n# X\n\n## Match\n')
  return join(dir, 'rules')
}

/** The parts of `--format json` that tests look at. */
export interface Json {
  readonly summary: Readonly<Record<string, number>>
  readonly series: readonly {
    readonly comments: readonly { readonly rule: string; readonly severity: string }[]
  }[]
}

/** What we printed ourselves. */
export function jsonOf(text: string): Json {
  const report: Json = JSON.parse(text)
  return report
}
