import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measuredRow, mergedRows, withBlock } from '../measure/block.ts'
import { blockLines } from '../rules/measured-lines.ts'
import type { Measurement } from '../measure/figures.ts'
import {
  type Judgement,
  judgedText,
  mergeJudged,
  readJudged,
  readSheet,
} from '../measure/judged.ts'
import { type Label, readLabels } from '../measure/labels.ts'
import { togetherTables } from '../measure/together-tables.ts'
import type { Knowledge } from '../rulebook.ts'
import {
  judgedFolder,
  readJudgedFiles,
  replaceFile,
  writeJudgedFile,
} from '../sources/judged-files.ts'
import { ruleFileIn } from '../sources/rule-files.ts'

export interface FileFlags {
  readonly rules: readonly string[]
  readonly judged: readonly string[]
  readonly labels: readonly string[]
}

const shipped = fileURLToPath(new URL('../../rules', import.meta.url))

/** All judgements: of the shipped rules, of the folders of --rules, and of --judged. */
export function judgementsOf(flags: FileFlags): readonly Judgement[] {
  for (const path of flags.judged)
    if (!existsSync(path))
      throw new Error(`cannot read ${path}: no such file or folder of judgements`)
  const folders = [...[shipped, ...flags.rules].map(judgedFolder), ...flags.judged]
  const files = folders.flatMap(readJudgedFiles)
  return files.flatMap(({ rule, file, text }) => readJudged(rule, file, text))
}

export function labelsOf(flags: FileFlags): readonly Label[] {
  return flags.labels.flatMap((file) => readLabels(file, readText(file)))
}

/** Puts what a reader filled into a sheet beside the rules; gives the files and how many findings. */
export function takeSheet(sheet: string, reader: string, flags: FileFlags): readonly string[] {
  const added = readSheet(sheet, readText(sheet), reader)
  if (added.length === 0)
    throw new Error(`cannot take ${sheet}: no verdict is filled in; write right, arguable or wrong`)
  const folder = flags.judged[0] ?? judgedFolder(flags.rules.at(-1) ?? shipped)
  const rules = [...new Set(added.map((judgement) => judgement.rule))].toSorted()
  return rules.map((rule) => {
    const ours = added.filter((judgement) => judgement.rule === rule)
    const old = readJudgedFiles(join(folder, `${rule}.tsv`))
    const before = old.flatMap(({ file, text }) => readJudged(rule, file, text))
    const file = writeJudgedFile(folder, rule, judgedText(mergeJudged(before, ours), old[0]?.text))
    return `${file}: ${ours.length} judged`
  })
}

/** Writes the Measured block of every rule into its file; gives the files that changed. */
export function writeBlocks(
  { rules, inputs }: Measurement,
  flags: FileFlags,
  date: string,
): readonly string[] {
  const folders = (flags.rules.length > 0 ? flags.rules : [shipped]).toReversed()
  return rules.flatMap(({ rule, perInput }) => {
    const file = folders.map((folder) => ruleFileIn(folder, rule.id)).find((path) => path !== null)
    if (file === undefined) return []
    const rows = perInput.map((figures, at) =>
      measuredRow(figures, inputs[at] ?? '', date, rule.ruleText),
    )
    const before = readText(file)
    const after = withBlock(before, blockLines(mergedRows(rule.measured, rows)))
    if (after === before) return []
    replaceFile(file, after)
    return [file]
  })
}

/** Writes what all rules say together into the tables beside the rules; gives the files that changed. */
export function writeTogether(
  measurement: Measurement,
  { tables }: Knowledge,
  flags: FileFlags,
  date: string,
): readonly string[] {
  const folder = join(flags.rules.at(-1) ?? shipped, 'tables')
  return [...togetherTables(measurement, date, tables)].flatMap(([name, text]) => {
    const file = join(folder, `${name}.tsv`)
    if (existsSync(file) && readText(file) === text) return []
    mkdirSync(folder, { recursive: true })
    replaceFile(file, text)
    return [file]
  })
}

/** The day of a measurement; SOURCE_DATE_EPOCH sets it, as for any file that is to come out the same again. */
export function today(env: NodeJS.ProcessEnv): string {
  const epoch = Number(env['SOURCE_DATE_EPOCH'] ?? '')
  const date = epoch > 0 ? new Date(epoch * 1000) : new Date(Date.now())
  return date.toISOString().slice(0, 10)
}

export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new Error(`cannot write ${file}`, { cause })
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`cannot read ${file}`, { cause })
  }
}
