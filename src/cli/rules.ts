import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { escapeHidden } from '../report/escape.ts'
import { needsOf } from '../rules/needs.ts'
import { editorHelp } from '../rules/reference/editor.ts'
import { precisionPage } from '../rules/reference/precision-page.ts'
import { rulePages } from '../rules/reference/pages.ts'
import { rulePage } from '../rules/reference/rule-page.ts'
import { verbsPage } from '../rules/reference/verbs-page.ts'
import type { RulesFlags } from './input.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'
import { packOf, type RuleSet } from '../rules/load.ts'

export interface ListFlags extends RulesFlags, ConfigFlags {
  /** Folder to write the reference to. */
  readonly doc?: string
  readonly editor: boolean
}

/** Lists the rules, shows one, writes the reference, or prints what an editor completes with. */
export async function runRules(id: string | null, flags: ListFlags): Promise<number> {
  const { set } = await settingsOf(flags)
  if (flags.doc !== undefined) return writeReference(flags.doc, set)
  if (flags.editor) {
    process.stdout.write(editorHelp(set))
    return 0
  }
  if (id === null) {
    process.stdout.write(escapeHidden(listing(set)))
    return 0
  }
  const rule = set.rules.find((candidate) => candidate.id === id)
  if (rule === undefined) throw new Error(`no rule "${id}"; lorelint rules lists them`)
  process.stdout.write(escapeHidden(rulePage(rule, set.packs.get(packOf(rule.id)) ?? null)))
  return 0
}

function listing({ rules, muted }: RuleSet): string {
  const width = Math.max(...rules.map((rule) => rule.id.length))
  return rules
    .map((rule) => {
      const nursery = rule.maturity === 'nursery' ? ' (nursery)' : ''
      const muting = muted.get(rule.id)
      const off = muting?.off === true ? ` (off: ${muting.by})` : ''
      const { verbs, needs } = needsOf(rule)
      const asked = verbs.length === 0 ? '' : `: ${verbs.join(', ')}`
      return (
        `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.title}${nursery}${off}\n` +
        `${''.padEnd(width)}           needs ${needs.join(', ')}${asked}\n`
      )
    })
    .join('')
}

/** The rules below the folder; the verbs beside it, since every rules folder has the same. */
function writeReference(folder: string, set: RuleSet): number {
  const pages = [
    ...rulePages(set),
    { path: '../verbs.md', text: verbsPage() },
    { path: '../precision.md', text: precisionPage(set) },
  ]
  for (const { path, text } of pages) {
    const file = join(folder, path)
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    } catch (cause) {
      throw new Error(`cannot write ${file}`, { cause })
    }
  }
  process.stderr.write(`lorelint: wrote ${pages.length} pages to ${folder} and beside it\n`)
  return 0
}
