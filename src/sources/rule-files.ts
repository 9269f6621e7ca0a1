import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
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
    // A rule that is silently left out looks like a clean patch.
    if (pack.name.endsWith('.md')) throw misplaced(folder, pack.name)
    if (!statSync(join(folder, pack.name)).isDirectory()) continue
    for (const name of readdirSync(join(folder, pack.name)).toSorted()) {
      const path = `${pack.name}/${name}`
      if (!/\.(?:md|txt|tsv)$/.test(name)) continue
      if (name.endsWith('.md') && !/^[\w-]+\.md$/.test(name)) throw misplaced(folder, path)
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

function misplaced(folder: string, path: string): Error {
  return new Error(
    `cannot read rules: ${folder}/${path} is no <pack>/<rule>.md with a name of letters, digits and "-"`,
  )
}
