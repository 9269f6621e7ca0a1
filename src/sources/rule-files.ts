import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A file of a rules folder: `path` below it, `file` as messages call it. */
interface RuleFile {
  readonly path: string
  readonly file: string
  readonly text: string
}

/** Every rule, list and table of a rules folder, sorted by path. */
export function readRuleFiles(folder: string): readonly RuleFile[] {
  if (!existsSync(folder))
    throw new Error(`cannot read rules: no folder ${folder}; give one with --rules`)
  const found: RuleFile[] = []
  for (const pack of readdirSync(folder, { withFileTypes: true })) {
    if (!pack.isDirectory()) continue
    for (const name of readdirSync(join(folder, pack.name)).toSorted()) {
      if (!/\.(?:md|txt|tsv)$/.test(name)) continue
      const path = `${pack.name}/${name}`
      found.push({
        path,
        file: `${basename(folder)}/${path}`,
        text: readFileSync(join(folder, path), 'utf8'),
      })
    }
  }
  if (!found.some(({ path }) => path.endsWith('.md') && !path.endsWith('/PACK.md'))) {
    throw new Error(`cannot read rules: ${folder} holds no <pack>/<rule>.md`)
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
