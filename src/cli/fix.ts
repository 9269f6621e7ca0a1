import { existsSync, writeFileSync } from 'node:fs'
import type { Report } from '../model.ts'
import { escapeLine } from '../report/escape.ts'
import { type Fixup, fixupLog, fixupMail, fixupsOf } from '../report/fixups.ts'
import { parseMailbox } from '../report/header.ts'
import { placeName } from '../report/place.ts'
import { plural } from '../report/summary.ts'
import { type CommittedFixups, commitFixups } from '../sources/git-fixup.ts'
import { namesRange } from '../sources/open.ts'

export interface FixFlags {
  readonly fixOutput?: string
  readonly from?: string
  readonly repo?: string
}

const FILE = 'lorelint-fixup.patch'

/** Stops before the work is done where its fruit could not be kept. */
export async function checkFixes(inputs: readonly string[], flags: FixFlags): Promise<void> {
  const file = await fileFor(inputs, flags)
  if (file !== null && existsSync(file))
    throw new Error(
      `cannot write ${file}: it is there already; take it away, or name another with --fix-output`,
    )
}

/** Commits the suggestions of a report, or writes them as mails, and says so on stderr. */
export async function writeFixes(
  report: Report,
  inputs: readonly string[],
  flags: FixFlags,
): Promise<void> {
  const fixups = fixupsOf(report)
  tellLeft(fixups)
  if (fixups.length === 0) {
    say('no suggestions: there is nothing to fix')
    return
  }
  const file = await fileFor(inputs, flags)
  if (file === null) {
    const [range = ''] = inputs
    tell(await commitFixups(flags.repo ?? process.cwd(), range, fixups.map(wanted)), fixups)
    return
  }
  const from = flags.from === undefined ? null : parseMailbox(flags.from)
  const mails = fixups.map((fixup) => fixupMail(fixup, { from, tool: report.tool }))
  try {
    // Not over what was put there in the meantime.
    writeFileSync(file, mails.join(''), { flag: 'wx' })
  } catch (cause) {
    throw new Error(`cannot write ${file}`, { cause })
  }
  say(`${counted(fixups)} written to ${file}; git am takes them on top of the patches`)
}

/** Where mails go; null where commits are made. */
async function fileFor(inputs: readonly string[], flags: FixFlags): Promise<string | null> {
  if (flags.fixOutput !== undefined) return flags.fixOutput
  const [first, ...others] = inputs
  if (first === undefined || others.length > 0) return FILE
  return (await namesRange(first, process.cwd())) ? null : FILE
}

function wanted({ message, made, diffs }: Fixup) {
  return {
    title: message.subject.title,
    log: fixupLog(made),
    diffs: diffs.map((diff) => {
      const file = diff.split('\n')[1] ?? ''
      const singles = made.flatMap(({ suggestion }) =>
        suggestion !== null && suggestion.split('\n')[1] === file ? [suggestion] : [],
      )
      return singles.length > 1 ? [diff, ...singles] : [diff]
    }),
  }
}

function tell(done: CommittedFixups, fixups: readonly Fixup[]): void {
  for (const { title, diff } of done.refused) {
    const [, file = '', place = ''] = diff.split('\n')
    say(
      `not applied on top of the range, a later patch changed those lines: "${title}", ${file.slice('+++ b/'.length)} ${place}`,
    )
  }
  if (done.id === null) {
    say('no suggestion applies on top of the range: nothing was committed')
    return
  }
  const id = done.id.slice(0, 12)
  const made = fixups.reduce((sum, fixup) => sum + fixup.made.length, 0) - done.refused.length
  const what = `${plural(made, 'suggestion')} committed as ${plural(done.commits, 'fixup')} up to ${id}`
  if (done.kept === null) {
    const onto = done.from.slice(0, 12)
    say(`${what}; git rebase -i --autosquash ${onto} melts them in`)
    return
  }
  const command = done.kept.startsWith('the work tree')
    ? `git merge --ff-only ${id}`
    : `git cherry-pick ${done.to.slice(0, 12)}..${id}`
  say(`${what}; ${done.kept}: ${command} takes them`)
}

function tellLeft(fixups: readonly Fixup[]): void {
  for (const comment of fixups.flatMap(({ left }) => left))
    say(
      `left for another run, it changes the same lines as one before: ${comment.rule.id}, ${placeName(comment.anchor)}`,
    )
}

function counted(fixups: readonly Fixup[]): string {
  const suggestions = fixups.reduce((sum, { made }) => sum + made.length, 0)
  return `${plural(suggestions, 'suggestion')} in ${plural(fixups.length, 'patch')}`
}

function say(text: string): void {
  process.stderr.write(`lorelint: ${escapeLine(text)}\n`)
}
