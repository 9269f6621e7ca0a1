import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lint } from '../../src/lint.ts'
import { jsonReport } from '../../src/report/json.ts'
import { loadRules } from '../../src/rules/load.ts'
import { openInput } from '../../src/sources/open.ts'
import { readRuleFiles } from '../../src/sources/rule-files.ts'
import { corpus } from './corpus.ts'
import { inFolder } from './parsed.ts'

/** What `lorelint lint --format json` says, as far as it is looked at here. */
export interface Linted {
  readonly series: readonly {
    readonly messageIds: readonly string[]
    readonly comments: readonly Finding[]
    readonly problems: readonly { readonly code?: string; readonly what: string }[]
  }[]
  readonly summary: { readonly messages: number; readonly patches: number }
  readonly complete: boolean
}

export interface Finding {
  readonly rule: string
  readonly messageId: string
  readonly text: string
  readonly anchor: Readonly<Record<string, unknown>> & { readonly kind: string }
}

/** All shipped rules, nursery and all, on these files. */
export async function lintFiles(paths: readonly string[]): Promise<Linted> {
  const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../../rules', import.meta.url))))
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  const report = await lint(mailsOf(paths), {
    tool: { name: 'lorelint', version: 'test' },
    set: loaded.set,
    nursery: true,
  })
  return JSON.parse(jsonReport(report))
}

/** The same for mails that are files nowhere. */
export async function lintTexts(mails: readonly string[]): Promise<Linted> {
  return inFolder(async (folder) => {
    const paths = mails.map((_, i) => join(folder, `${i}.eml`))
    for (const [i, path] of paths.entries()) writeFileSync(path, mails[i] ?? '')
    return lintFiles(paths)
  })
}

async function* mailsOf(paths: readonly string[]) {
  const nothing = { stdin: null, since: null, until: null, msgid: null, repo: null, cwd: corpus }
  for (const path of paths) yield* openInput(path, nothing)
}

export function findingsOf(linted: Linted): readonly Finding[] {
  return linted.series.flatMap((series) => series.comments)
}
