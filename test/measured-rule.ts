import type { MeasuredRow, Rule } from '../src/rulebook.ts'
import { loadRules } from '../src/rules/load.ts'
import { blockLines } from '../src/rules/measured-lines.ts'
import { LAMP_PACK } from './measure-mails.ts'

/** Figures of one archive with which a rule may be stable. */
export const measuredRow = {
  date: '2026-11-25',
  archive: 'lamp@1',
  patches: 100,
  fires: 40,
  said: 3,
  accepted: 2,
  judged: 30,
  right: 28,
  arguable: 1,
  wrong: 1,
  more: null,
}

/** The Measured section of these rows, as `measure --write` puts it behind a rule. */
function blockOf(rows: readonly MeasuredRow[]): string {
  return `## Measured\n\n${blockLines(rows).join('\n')}`
}

/** The same with the lines around it, to be put at the end of a rule. */
export function blockBehind(...rows: readonly MeasuredRow[]): string {
  return `\n${blockOf(rows)}\n`
}

/** The files of a folder whose only rule has this text. */
export function lampFolder(text: string) {
  return [
    { path: 'lamp/PACK.md', file: 'rules/lamp/PACK.md', text: LAMP_PACK },
    { path: 'lamp/x.md', file: 'rules/lamp/x.md', text },
  ]
}

/** The rule of that folder, or what is wrong with it: "3: maturity is ...". */
export function loadLamp(text: string): Rule | readonly string[] {
  const read = loadRules(lampFolder(text))
  if ('errors' in read) return read.errors.map(({ line, what }) => `${line}: ${what}`)
  return read.set.rules[0] ?? ['no rule']
}

/** Figures that make a rule stable. */
export const measuredBlock = blockOf([{ ...measuredRow, right: 29, wrong: 0 }])

/** What is wrong with the rule; nothing where it loads. */
export function errorsOf(text: string): readonly string[] {
  const rule = loadLamp(text)
  return 'id' in rule ? [] : rule
}
