import type { Knowledge, Rule } from '../../rulebook.ts'
import type { RuleSet } from '../load.ts'
import { measuredBefore } from '../maturity.ts'
import { speaksByDefault } from '../speaking.ts'
import {
  archiveFigures,
  archiveKinds,
  type ArchiveKind,
  archiveName,
  classFigures,
} from '../together.ts'
import { answers } from './precision-answers.ts'
import { judgedOf, percent, percentOf, perThousand, precisionOf, rowsIn, summed } from './shares.ts'
import { GENERATED, table } from './verbs-page.ts'

/** docs/precision.md: how far to trust the rules, on its first screen; then each rule. */
export function precisionPage({ rules, knowledge }: Pick<RuleSet, 'rules' | 'knowledge'>): string {
  const speaking = rules.filter(speaksByDefault)
  const others = rules.filter((rule) => !speaking.includes(rule) && rule.measured !== null)
  const silent = rules.length - speaking.length - others.length
  const parts = [
    '# How far to trust lorelint',
    GENERATED,
    table(['', ''], answers(rules, knowledge)),
    'A finding is right when whoever read it with the whole mail would send it to the list under their own name; ' +
      '*arguable* counts as not right. The readers were developers of this project, not maintainers of these lists. ' +
      'Rules were narrowed on findings of some archives, so the figures of the others are the ones to expect. ' +
      'Intervals are Wilson’s at 95 %. The replays had no kernel tree: rules that need one are silent in them. ' +
      '[measure.md](measure.md) defines every figure, the verdicts stand in `rules/judged`; judge for yourself: ' +
      '`lorelint measure YOUR-LIST.git --sample 30 --sheet sheet.tsv`.',
    '## Rules that speak by default',
    'A rule is stable with 0.9 (errors, warnings) or 0.75 (notes) right of at least thirty judged findings, or of all ' +
      'there are. Comment rate: of the reviewed patches it spoke on, those about which a human said such a thing; the ' +
      'base rate is that of all reviewed patches. It is a floor: maintainers mend much without a word.',
    figures(speaking, knowledge),
    '## Nursery rules with figures',
    figures(others, knowledge),
    silent === 1 ? '1 more has no figures yet.' : `${silent} more have no figures yet.`,
    '## What humans say',
    'Remarks of reviewers, sorted into classes by hand, on patches of these archives: on how many of them a rule of ' +
      'that class spoke. *Auto-labelled*: sorted by a program, and not counted above.',
    table(
      ['class', 'labels', 'said by default', 'with nursery rules'],
      classFigures(knowledge).map(({ name, speaking: said, all }) => [
        name,
        String(all.of),
        percent(said.count, said.of),
        percent(all.count, all.of),
      ]),
    ),
    '## The archives',
    'What the rules that speak by default say together. *Accepted*: somebody else took the patch as posted.',
    archives(knowledge),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The lists whose volume is shown rule by rule. */
const LISTS = ['kvmarm', 'linux-iio', 'kernel-janitors'] as const

function figures(rules: readonly Rule[], knowledge: Knowledge): string {
  const kinds = archiveKinds(knowledge)
  return table(
    [
      'rule',
      'severity',
      ...LISTS.map((list) => `per 1,000: ${list}`),
      'comment rate',
      'base rate',
      'right where read',
      'right on fresh lists',
      'readers differ',
      'recall on labels',
    ],
    rules.map((rule) => [nameOf(rule), rule.severity, ...cellsOf(rule, kinds)]),
  )
}

function nameOf(rule: Rule): string {
  const link = `[${rule.id}](rules/${rule.id}.md)`
  return measuredBefore(rule).length === 0 ? link : `${link} (*older text*)`
}

function cellsOf(rule: Rule, kinds: ReadonlyMap<string, ArchiveKind>): readonly string[] {
  const rows = rule.measured?.rows ?? []
  const more = rows.flatMap((row) => (row.more === null ? [] : [row.more]))
  const differ = summed(more.map((one) => one.differ))
  return [
    ...LISTS.map((list) => {
      const ours = rows.filter(({ archive }) => archiveName(archive) === list)
      return perThousand(summed(ours.map(({ fires, patches }) => ({ count: fires, of: patches }))))
    }),
    percentOf(summed(more.map((one) => one.commentRate))),
    percentOf(summed(more.map((one) => one.baseRate))),
    precisionOf(judgedOf(rowsIn(rule, kinds, ['narrowed']))),
    precisionOf(judgedOf(rowsIn(rule, kinds, ['fresh']))),
    differ.of === 0 ? '-' : `${differ.count} of ${differ.of}`,
    percentOf(summed(more.map((one) => one.recall))),
  ]
}

const KINDS: Readonly<Record<ArchiveKind, string>> = {
  narrowed: 'read while rules were narrowed',
  fresh: 'fresh',
  merged: 'merged commits',
}

function archives(knowledge: Knowledge): string {
  return table(
    ['archive', 'used', 'patches', 'commented', 'warned', 'accepted', 'warned of accepted'],
    archiveFigures(knowledge).map((one) => [
      one.archive,
      KINDS[one.kind],
      String(one.patches),
      percent(one.commented, one.patches),
      percent(one.warned, one.patches),
      String(one.accepted),
      percent(one.acceptedWarned, one.accepted),
    ]),
  )
}
