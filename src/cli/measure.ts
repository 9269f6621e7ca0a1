import { openParser } from '../c/parser.ts'
import { type Measurement, measure } from '../measure/figures.ts'
import { type Judgement, sheetText, unreadBy } from '../measure/judged.ts'
import { measureJson } from '../measure/json.ts'
import { labelClasses } from '../measure/labels.ts'
import { measureMarkdown } from '../measure/markdown.ts'
import { sampleOf } from '../measure/sample.ts'
import { measureText, type Peers } from '../measure/text.ts'
import { compileRules } from '../rules/compile.ts'
import type { RuleSet } from '../rules/load.ts'
import { ruleErrors } from '../rules/read.ts'
import { openCheckpatch } from '../sources/checkpatch.ts'
import { speaking } from '../lint.ts'
import { rulesOf } from './input.ts'
import {
  type FileFlags,
  judgementsOf,
  labelsOf,
  takeSheet,
  today,
  writeBlocks,
  writeTogether,
  writeText,
} from './measure-files.ts'
import { comparePeer } from './measure-peer.ts'
import { replay, type ReplayFlags } from './measure-replay.ts'
import { refuseUnknown } from './rule-args.ts'

export interface MeasureFlags extends ReplayFlags, FileFlags {
  readonly only: readonly string[]
  readonly format: string
  readonly output?: string
  readonly sample?: number
  readonly seed: string
  readonly sheet?: string
  readonly take?: string
  readonly reader?: string
  readonly write: boolean
  readonly peer?: string
  readonly checkpatch?: string
  readonly peerOthers: number
}

/** Replays archives with all rules and says how each of them did; or takes a sheet that was judged. */
export async function runMeasure(
  inputs: readonly string[],
  flags: MeasureFlags,
  version: string,
): Promise<number> {
  if (flags.take !== undefined) return taken(flags.take, inputs, flags)
  if (inputs.length === 0)
    throw new Error('no input: give an archive, a mbox or a folder to measure over')
  if ((flags.sample === undefined) !== (flags.sheet === undefined))
    throw new Error(
      '--sample N and --sheet FILE go together: how many findings of each rule, and where to',
    )
  if (flags.sheet !== undefined && flags.write)
    throw new Error('--sheet and --write exclude each other: judge first, then write the figures')
  const set = measured(flags)
  // A rule that cannot be asked would look silent.
  const compiled = compileRules(set, await openParser())
  if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))
  // What is missing is told before the long work, not after it.
  const labels = labelsOf(flags)
  const judgements = judgementsOf(flags)
  const checkpatch =
    flags.peer === undefined ? null : openCheckpatch(flags.checkpatch ?? null, process.env)
  const played = await replay(inputs, flags, set, version)
  const classes = labelClasses(set.knowledge.tables.get('label-classes'))
  // Who is about to judge is not told how others did: that would be in the verdicts.
  const shown = flags.sheet === undefined ? judgements : []
  const material = { ...played, rules: set.rules, labels, classes, judgements: shown }
  const measurement = measure(material)
  const ids = set.rules.map((rule) => rule.id)
  const peers =
    checkpatch === null
      ? null
      : await comparePeer(played, checkpatch, ids, { others: flags.peerOthers, seed: flags.seed })
  played.state.close()
  const text = render(flags.format, measurement, peers, version)
  if (flags.output === undefined) process.stdout.write(text)
  else writeText(flags.output, text)
  if (flags.sheet !== undefined) writeSheet(flags.sheet, flags, measurement, judgements)
  if (flags.write)
    for (const file of written(measurement, set, flags))
      process.stderr.write(`lorelint: ${file}: measured\n`)
  if (measurement.patches > 0) return 0
  process.stderr.write('lorelint: no patch in the input: nothing was measured\n')
  return 2
}

/** All rules, nursery and all; `--only` narrows. */
function measured(flags: MeasureFlags): RuleSet {
  const set = rulesOf(flags, [], 'to-be-taken')
  refuseUnknown(flags.only, set)
  return { ...set, rules: speaking({ set, only: flags.only, skip: [], nursery: true }) }
}

/** The figures of each rule; of all together only where all were asked. */
function written(measurement: Measurement, set: RuleSet, flags: MeasureFlags): readonly string[] {
  const day = today(process.env)
  const blocks = writeBlocks(measurement, flags, day)
  if (flags.only.length > 0) return blocks
  return [...blocks, ...writeTogether(measurement, set.knowledge, flags, day)]
}

/** Findings to judge; for a named reader those that reader has not judged. */
function writeSheet(
  file: string,
  { sample = 0, seed, reader }: MeasureFlags,
  { fires, inputs }: Measurement,
  judgements: readonly Judgement[],
): void {
  const unread = reader === undefined ? fires : unreadBy(fires, judgements, reader.trim())
  const rows = sampleOf(unread, sample, seed)
  const left = reader === undefined ? '' : `, without those judged by ${reader.trim()}`
  const from = `lorelint measure --sample ${sample} --seed ${seed}, from ${inputs.join(' ')}${left}`
  writeText(file, sheetText(rows, `${from}; verdict: right, arguable or wrong`))
  process.stderr.write(`lorelint: ${file}: ${rows.length} findings to judge\n`)
}

function taken(sheet: string, inputs: readonly string[], flags: MeasureFlags): number {
  if (inputs.length > 0) throw new Error('--take only takes a sheet: measure in a second run')
  const reader = flags.reader?.trim() ?? ''
  if (!/^[\w.@+ -]{1,80}$/.test(reader))
    throw new Error('--take needs --reader NAME: whose judgements are these?')
  for (const line of takeSheet(sheet, reader, flags)) process.stdout.write(`${line}\n`)
  return 0
}

function render(format: string, measurement: Measurement, peers: Peers, version: string): string {
  if (format === 'json') return measureJson(measurement, peers, { name: 'lorelint', version })
  return format === 'markdown'
    ? measureMarkdown(measurement, peers)
    : measureText(measurement, peers)
}
