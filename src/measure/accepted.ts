import { linesOf } from '../mail/lines.ts'

/** What a mail says about patches that were taken. */
export interface Acceptance {
  /** Counters that a list of commits names ("[3/7] net: x", then its commit); null where all that is answered is meant. */
  readonly counters: readonly number[] | null
  /** The whole series is meant, whichever mail is answered. */
  readonly whole: boolean
  /** Taken with changes, as far as the writer says. */
  readonly changed: boolean
}

/** "Applied to for-next, thanks." outside quotes; null when nothing of the kind is said. */
export function acceptanceIn(said: string): Acceptance | null {
  const lines = said.split('\n')
  if (!lines.some(isAcceptance)) return null
  const words = new Set(said.toLowerCase().split(/[^a-z]+/))
  const counters = listedCommits(lines)
  return {
    counters: counters.length > 0 || lines.some(isPartial) ? counters : null,
    whole: WHOLE.some((word) => words.has(word)),
    changed: CHANGED.some((word) => words.has(word)),
  }
}

/** Message-IDs in `Link:` lines: what a commit notice of a tree says it was made of. */
export function linkedIds(body: string): readonly string[] {
  return linesOf(body)
    .filter(({ text }) => /^ {0,4}Link: https?:\/\//.test(text))
    .flatMap(({ text }) => text.trim().split(/[/\s]/))
    .filter((word) => word.includes('@'))
}

/** An acceptance has its verb early in the line, and nothing before it that makes it a plan, a wish or a report. */
function isAcceptance(line: string): boolean {
  if (/^\s*This (?:patch|series) was applied to /.test(line)) return true
  const m = /\b(?:applied|queued|merged|picked up)\b/i.exec(line.slice(0, 100))
  if (m === null) return false
  const before = line.slice(0, m.index).toLowerCase()
  const after = line.slice(m.index, m.index + 120)
  // In lower case it goes on from the line above: "... could be", "merged into one".
  if (before.trim() === '' && !/^[A-Z]/.test(after)) return false
  if (m.index > 40 || /[?]|\(\)|cleanly/.test(after) || /n't|n’t/.test(before)) return false
  return !before.split(/[^a-z]+/).some((word) => UNDONE.has(word))
}

/** "Applied 2 and 3", "1-4 applied": some are meant, and which is not worth guessing. */
function isPartial(line: string): boolean {
  return (
    isAcceptance(line) &&
    (/\b(?:applied|queued|merged|picked up) (?:patch(?:es)? )?#?\d/i.test(line) ||
      /^\s{0,8}(?:patch(?:es)? )?\d/i.test(line))
  )
}

const UNDONE: ReadonlySet<string> = new Set(
  `a after already an are as be before being but can could get gets getting had how if in is it may might never no not of on once
  or please provisionally should since than that these they to unless until was were when which while who why will with would`.split(
    /\s+/,
  ),
)

const WHOLE = ['series', 'all', 'both', 'everything', 'set', 'patchset']

const CHANGED =
  `added adjusted change changed changes dropped edited edits fixed fixup fixups minor modification
  modifications modified rebased removed reworded squashed tweak tweaked tweaks`.split(/\s+/)

/** b4's note of thanks: `[1/3] title` and below it the commit, or "(no commit info)" for what was not taken. */
function listedCommits(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, at) => {
    const counter = /^ {0,4}\[(\d{1,4})\/\d{1,4}\] /.exec(line)?.[1]
    const below = lines.slice(at + 1, at + 3).join(' ')
    return counter === undefined || below.includes('no commit info') ? [] : [Number(counter)]
  })
}
