import type { Limits, RawMail, Tree } from '../model.ts'
import { loadRules, type RuleSet } from '../rules/load.ts'
import { ruleErrors } from '../rules/read.ts'
import { mostBytes } from '../sources/limit.ts'
import { openInput, type SourceOptions } from '../sources/open.ts'
import { type RangeEnds, rangeEnds } from '../sources/range-ends.ts'
import { readRuleFiles } from '../sources/rule-files.ts'
import { openTree } from '../sources/tree.ts'
import { fileURLToPath } from 'node:url'

export interface RulesFlags {
  readonly rules: readonly string[]
}

export interface InputFlags extends RulesFlags {
  readonly tree?: string
  readonly since?: string
  readonly until?: string
  readonly msgid?: string
  readonly repo?: string
  /** Inputs that hold earlier revisions; commands without the option have none. */
  readonly previous?: readonly string[]
  readonly limit: Limits
}

/** Whether what is written there is read on a terminal by somebody who wants colour. */
export function isColoured(stream: NodeJS.WriteStream): boolean {
  // Node leaves isTTY undefined in a pipe, whatever its types say.
  return 'isTTY' in stream && stream.isTTY && (process.env['NO_COLOR'] ?? '') === ''
}

/** The shipped rules, over them the folders of a config, and over these the folders of --rules. */
export function rulesOf(
  flags: RulesFlags,
  configured: readonly string[] = [],
  figures: 'needed' | 'to-be-taken' = 'needed',
): RuleSet {
  const shipped = fileURLToPath(new URL('../../rules', import.meta.url))
  const folders = [shipped, ...configured, ...flags.rules]
  const loaded = loadRules(folders.flatMap(readRuleFiles), figures)
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

/** The tree of --tree; `range` as rangeOf gives it. */
export function treeOf(flags: InputFlags, range: RangeEnds | null = null): Tree | null {
  return flags.tree === undefined ? null : openTree(flags.tree, range)
}

/** Where the range of the input lies in the tree; null without tree or range. */
export async function rangeOf(
  inputs: readonly string[],
  { tree, repo }: InputFlags,
): Promise<RangeEnds | null> {
  return tree === undefined ? null : rangeEnds(inputs, repo ?? process.cwd(), tree)
}

/** The mails of all inputs, one after the other; without input what is piped in. */
export async function* mailsOf(
  inputs: readonly string[],
  flags: InputFlags,
): AsyncGenerator<RawMail, void, void> {
  // Absent, not false, when stdin is no terminal, whatever the types say.
  const piped = !process.stdin.isTTY
  if (inputs.length === 0 && !piped) {
    throw new Error('no input: give a file, a directory, a range A..B or - (see lorelint --help)')
  }
  yield* openAll(inputs.length === 0 ? ['-'] : inputs, flags)
}

/** The mails of --previous; null without it. */
export function previousOf(flags: InputFlags): AsyncIterable<RawMail> | null {
  const inputs = flags.previous ?? []
  // The dates of --since and the Message-ID of --msgid are those of what is judged.
  const { since: _, until: _until, msgid: _msgid, ...rest } = flags
  return inputs.length === 0 ? null : openAll(inputs, rest)
}

async function* openAll(
  inputs: readonly string[],
  flags: InputFlags,
): AsyncGenerator<RawMail, void, void> {
  const options: SourceOptions = {
    stdin: process.stdin,
    since: flags.since ?? null,
    until: flags.until ?? null,
    msgid: flags.msgid ?? null,
    cwd: process.cwd(),
    repo: flags.repo ?? null,
    mostBytes: mostBytes(flags.limit.mail),
  }
  for (const input of inputs) {
    if (/^https?:\/\//.test(input) || /^<?[^\s/@]+@[^\s/@]+>?$/.test(input)) {
      throw new Error(
        `cannot read ${input}: fetching from an archive by Message-ID or address is not built yet; save the thread as mbox first`,
      )
    }
    yield* openInput(input, options)
  }
}
