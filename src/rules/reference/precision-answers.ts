import type { Knowledge, Rule, Share } from '../../rulebook.ts'
import { measuredBefore } from '../maturity.ts'
import { speakingText, speaksByDefault } from '../speaking.ts'
import {
  archiveFigures,
  type ArchiveFigures,
  archiveKinds,
  type ArchiveKind,
  archiveName,
  classFigures,
  firstReadings,
} from '../together.ts'
import { judgedOf, percent, perThousand, precisionOf, rowsIn, summed } from './shares.ts'

/** Question and answer: what a maintainer asks before the tool may speak on a list. */
export function answers(
  rules: readonly Rule[],
  knowledge: Knowledge,
): readonly (readonly string[])[] {
  const speaking = rules.filter(speaksByDefault)
  const kinds = archiveKinds(knowledge)
  const archives = archiveFigures(knowledge)
  const read = (wanted: readonly ArchiveKind[]): Share =>
    judgedOf(speaking.flatMap((rule) => rowsIn(rule, kinds, wanted)))
  const named = (kind: ArchiveKind): string =>
    [...kinds].flatMap(([name, of]) => (of === kind ? [name] : [])).join(', ')
  return [
    ['What speaks by default?', spoken(rules, speaking)],
    ['On how many patches would I see a comment?', volume(archives, rules)],
    ['How many of its comments are right?', precisionOf(read(['narrowed', 'fresh']))],
    [
      'And on lists that nobody had read while rules were narrowed?',
      `${precisionOf(read(['fresh']))} (${named('fresh') || 'no such archive'})${firstRead(knowledge)}`,
    ],
    ['Do two readers agree on what is right?', differing(speaking)],
    ['How much of what humans say does it say?', recalled(knowledge)],
    ['What would it have said about commits that were merged?', merged(archives, speaking, kinds)],
    ['Do the figures hold for these rules?', current(rules, speaking, archives)],
  ]
}

/** "; before anything was narrowed there: code when linux-mmc was first read 0.72 of 47". */
function firstRead(knowledge: Knowledge): string {
  const said = firstReadings(knowledge).map(
    ({ rules, when, judged, right }) =>
      `${rules} ${when} ${precisionOf({ count: right, of: judged })}`,
  )
  return said.length === 0 ? '' : `; before anything was narrowed there: ${said.join('; ')}`
}

function spoken(rules: readonly Rule[], speaking: readonly Rule[]): string {
  const count = (severity: string): string => {
    const { length } = speaking.filter((rule) => rule.severity === severity)
    return `${length} ${severity}${length === 1 ? '' : 's'}`
  }
  return `${speaking.length} of ${rules.length} rules (${count('error')}, ${count('warning')}, ${count('note')}). The others are nursery: they wait for figures, and speak with \`--nursery\` only`
}

function volume(archives: readonly ArchiveFigures[], rules: readonly Rule[]): string {
  const lists = archives.filter(({ kind }) => kind !== 'merged')
  if (lists.length === 0) return 'not counted yet'
  const of = summed(lists.map(({ commented, patches }) => ({ count: commented, of: patches })))
  const warned = summed(lists.map((one) => ({ count: one.warned, of: one.patches })))
  const each = lists.map(
    (one) => `${one.archive} ${perThousand({ count: one.commented, of: one.patches })}`,
  )
  const old = lists.some((one) => one.rules !== speakingText(rules))
    ? '; counted before rules changed'
    : ''
  return `${perThousand(of)} of 1,000, and on ${perThousand(warned)} a warning or error (${of.of} patches: ${each.join(', ')}${old})`
}

function differing(speaking: readonly Rule[]): string {
  const rows = speaking.flatMap(({ measured }) => measured?.rows ?? [])
  const { count, of } = summed(rows.flatMap(({ more }) => (more === null ? [] : [more.differ])))
  if (of === 0) return 'no finding was judged by two'
  return `they differ on ${count} of ${of} findings that both judged (${percent(count, of)}); each of these counts as not right`
}

function recalled(knowledge: Knowledge): string {
  // What a program sorted is no remark that somebody read.
  const classes = classFigures(knowledge).filter(({ name }) => !name.endsWith('(auto-labelled)'))
  const some = classes.filter(({ speaking }) => speaking.count > 0)
  const { count, of } = summed(some.map(({ speaking }) => speaking))
  const all = summed(classes.map((one) => one.speaking))
  if (all.of === 0) return 'not counted yet'
  return `${percent(count, of)} of ${of} labelled remarks, in the classes it has something to say about (${some.length} of ${classes.length}); ${percent(all.count, all.of)} in all ([by class](#what-humans-say))`
}

function merged(
  archives: readonly ArchiveFigures[],
  speaking: readonly Rule[],
  kinds: ReadonlyMap<string, ArchiveKind>,
): string {
  const trees = archives.filter(({ kind }) => kind === 'merged')
  const patches = trees.reduce((sum, one) => sum + one.patches, 0)
  const warned = trees.reduce((sum, one) => sum + one.warned, 0)
  if (patches === 0) return 'not counted yet'
  const rows = speaking.flatMap((rule) =>
    rule.severity === 'note' ? [] : rowsIn(rule, kinds, ['merged']),
  )
  const { count, of } = judgedOf(rows)
  const wrong =
    of === 0 ? 'none of these was judged' : `${of - count} of ${of} judged ones not right`
  return `a warning or error on ${percent(warned, patches)} of ${patches} (${trees.map((one) => one.archive).join(', ')}); ${wrong}`
}

function current(
  rules: readonly Rule[],
  speaking: readonly Rule[],
  archives: readonly ArchiveFigures[],
): string {
  const older = rules.filter((rule) => measuredBefore(rule).length > 0)
  const rows = speaking.flatMap(({ measured }) => measured?.rows ?? [])
  const days = rows.map(({ date }) => date).toSorted()
  const names = new Set([
    ...rows.map(({ archive }) => archiveName(archive)),
    ...archives.map(({ archive }) => archive),
  ])
  const all =
    older.length === 0
      ? 'all are of the text the rule has now'
      : `${older.length} ${older.length === 1 ? 'rule was' : 'rules were'} changed since (*older text* below)`
  return `taken ${days[0] ?? '-'} to ${days.at(-1) ?? '-'} from ${names.size} archives with \`lorelint measure\`; ${all}`
}
