import type { Problem, Series, TextLine } from '../model.ts'
import { near } from '../rules/nearest.ts'

/** One `lorelint-ignore: RULE reason`. */
export interface Ignore {
  /** Id of a rule, or a pack. */
  readonly name: string
  readonly reason: string
  /** "the notes", "the cover letter". */
  readonly where: string
  readonly messageId: string
  readonly mailLine: number
}

export interface Ignores {
  /** Of the whole series, from the cover letter; by name. */
  readonly series: ReadonlyMap<string, Ignore>
  /** Of one patch, from what stands below its "---"; by Message-ID, then by name. */
  readonly patches: ReadonlyMap<string, ReadonlyMap<string, Ignore>>
  readonly problems: readonly Problem[]
}

/** What the author asks not to hear of; `known` are the ids of rules and packs there are. */
export function readIgnores(series: Series, known: readonly string[]): Ignores {
  const problems: Problem[] = []
  const cover = series.coverLetter
  const coverLines = (cover?.body.split('\n') ?? []).map((text, i) => ({ text, mailLine: i + 1 }))
  const read = (lines: readonly TextLine[], where: string, messageId: string) =>
    readLines(lines, where, messageId, known, problems)
  return {
    series: read(coverLines, 'the cover letter', cover?.messageId ?? ''),
    patches: new Map(
      series.patches.map(({ message, text }) => {
        problems.push(...misplaced(text.log, message.messageId))
        return [message.messageId, read(text.notes, 'the notes', message.messageId)]
      }),
    ),
    problems,
  }
}

const MARK = /^\s*lorelint-ignore:/i

/** Nobody writes more by hand, and each may be a problem of its own. */
const MOST = 20

function readLines(
  lines: readonly TextLine[],
  where: string,
  messageId: string,
  known: readonly string[],
  problems: Problem[],
): ReadonlyMap<string, Ignore> {
  const ignores = new Map<string, Ignore>()
  for (const { text, mailLine } of lines.filter((line) => MARK.test(line.text)).slice(0, MOST)) {
    const tell = (code: Problem['code'], what: string): void =>
      void problems.push({ kind: 'damage', code, what, messageId, line: mailLine })
    const said = text.slice(text.indexOf(':') + 1, text.indexOf(':') + 1 + LONGEST).trim()
    const end = said.search(/\s/)
    const name = (end < 0 ? said : said.slice(0, end)).replace(/[:,;]$/, '')
    const reason = end < 0 ? '' : said.slice(end).trim()
    if (!known.includes(name)) {
      const hint = near(name, known) ?? '; lorelint rules lists them'
      tell('ignore-unknown', `lorelint-ignore: there is no rule or pack "${name}"${hint}`)
    } else if (!/\p{L}/u.test(reason)) {
      const what = `lorelint-ignore: ${name} has no reason, so nothing is muted; say why behind it`
      tell('ignore-without-reason', what)
    } else if (!ignores.has(name)) ignores.set(name, { name, reason, where, messageId, mailLine })
  }
  return ignores
}

const LONGEST = 300

/** Above the "---" it would become part of the commit. */
function misplaced(log: readonly TextLine[], messageId: string): readonly Problem[] {
  const line = log.find(({ text }) => MARK.test(text))
  if (line === undefined) return []
  const what = 'lorelint-ignore stands in the log, where it mutes nothing; put it below the "---"'
  return [{ kind: 'damage', code: 'ignore-misplaced', what, messageId, line: line.mailLine }]
}
