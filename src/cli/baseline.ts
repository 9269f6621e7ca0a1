import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../model.ts'
import { BASELINE_BYTES } from '../limits.ts'
import { type Baseline, readBaseline, withBaseline } from '../review/baseline.ts'
import { baselineReport } from '../report/baseline.ts'
import { patchesIn, plural } from '../report/summary.ts'
import { readStart } from '../sources/read-start.ts'
import type { Settings } from './settings.ts'

interface BaselineFlags {
  /** False: none, whatever the config names. */
  readonly baseline?: string | false
  readonly updateBaseline: boolean
}

type Muted = (report: Report, sure: ReadonlySet<string>) => Report

/**
 * What `--baseline`, or else the config, mutes of a report; with `--update-baseline` all it says, once that is
 * written. A baseline that cannot be read stops the run before it begins.
 */
export function openBaseline(flags: BaselineFlags, config: Settings['config']): Muted {
  const file = fileOf(flags, config)
  if (flags.updateBaseline) {
    if (file === null)
      throw new Error(
        '--update-baseline: which one? Give --baseline FILE, or name it in the config',
      )
    return (report) => update(report, file)
  }
  if (file === null) return (report) => report
  const text = readStart(file.path, BASELINE_BYTES)
  if (text === null)
    throw new Error(
      `cannot read the baseline ${file.name}: no such file; --update-baseline writes it`,
    )
  if (Buffer.byteLength(text) > BASELINE_BYTES)
    throw new Error(`cannot read the baseline ${file.name}: it is larger than 32 MiB`)
  const baseline = readBaseline(file.name, text)
  return (report, sure) => withBaseline(report, baseline, sure)
}

interface File {
  readonly name: string
  readonly path: string
}

function fileOf({ baseline }: BaselineFlags, config: Settings['config']): File | null {
  if (baseline === false) return null
  if (baseline !== undefined) return { name: baseline, path: baseline }
  const name = config?.baseline ?? null
  return name === null || config === null ? null : { name, path: join(config.root, name) }
}

function update(report: Report, { name, path }: File): Report {
  // A run that read nothing knows nothing.
  if (patchesIn(report) === 0) return report
  const text = baselineReport(report)
  const baseline: Baseline = readBaseline(name, text)
  const written = `${path}.${process.pid}.new`
  try {
    // Whole or not at all; and never through a link that came with a repository.
    writeFileSync(written, text, { flag: 'wx' })
    renameSync(written, path)
  } catch (cause) {
    throw new Error(`cannot write the baseline ${name}`, { cause })
  }
  const { length } = baseline.entries
  process.stderr.write(`lorelint: wrote ${plural(length, 'comment')} to the baseline ${name}\n`)
  return withBaseline(report, baseline, new Set())
}
