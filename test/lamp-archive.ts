import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { ARCHIVE, bugRule, LAMP_PACK, mboxOf } from './measure-mails.ts'

/** A folder of a test file's own, with an archive, a rule and labels of it. */
export const folder = mkdtempSync(join(tmpdir(), 'lorelint-measure-'))
export const archive = join(folder, 'lamp.mbox')
export const rules = join(folder, 'rules')
export const rule = join(rules, 'lamp', 'no-bug-on.md')
export const labels = join(folder, 'labels.jsonl')

const label = (patch: string): string =>
  `${JSON.stringify({ patch_msgid: `${patch}@example.org`, reply_msgid: 'r@example.org', category: 'lamp/bug' })}\n`

/** Builds the command line, and writes the folder. */
export async function makeLampArchive(): Promise<void> {
  await build()
  writeFileSync(archive, mboxOf(ARCHIVE))
  for (const name of ['lamp', 'tables', 'lists']) mkdirSync(join(rules, name), { recursive: true })
  writeFileSync(rule, bugRule())
  writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
  writeFileSync(
    join(rules, 'tables', 'label-classes.tsv'),
    '# by hand\nrule\tclass\nlamp/no-bug-on\tlamp/bug\n',
  )
  writeFileSync(labels, [label('second'), label('new'), label('asked'), label('gone')].join(''))
}

/** Removes the folder. */
export function removeLampArchive(): void {
  rmSync(folder, { recursive: true })
}

/** `lorelint measure` of the archive with the rule, on a day that is always the same. */
export function measure(state: string, ...more: readonly string[]): Ran {
  const args = [
    'measure',
    archive,
    '--rules',
    rules,
    '--only',
    'lamp',
    '--state',
    join(folder, state),
  ]
  return lorelint([...args, ...more], { env: { SOURCE_DATE_EPOCH: '1764028800' } })
}

/** What `--format json` says about the rule. */
export interface Counted {
  readonly [key: string]: unknown
  readonly newest: Readonly<Record<string, readonly { readonly patch: string }[]>>
}

/** The figures that a run printed. */
export function figures(ran: Ran): Counted {
  expect(ran.err).toBe('')
  const report: { rules: [Counted] } = JSON.parse(ran.out)
  return report.rules[0]
}
