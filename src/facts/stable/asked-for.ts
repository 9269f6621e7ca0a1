import type { Patch } from '../../model.ts'

/**
 * The line below the "---" that says somebody asked for the Cc: stable, "- add cc stable [A Reviewer]"; null
 * without one. Whoever asked has judged what a rule would ask.
 */
export function askedFor({ text }: Patch): string | null {
  const line = text.notes.find(({ text: note }) => saysAsked(note.slice(0, 300)))
  return line === undefined ? null : line.text.trim().slice(0, 200)
}

function saysAsked(note: string): boolean {
  if (!/\bstable\b/i.test(note) || !/\b(?:add|cc|tag|mark)/i.test(note)) return false
  return NAME.test(note) || /\b(?:suggest|ask|request|advi[cs]e|review|comment)/i.test(note)
}

/** "[Ann Reviewer]", "(Ann)", "as per Ann", "thanks to Ann". */
const NAME =
  /[[(][A-Z][a-z]{1,20}\b[^\])@]{0,40}[\])]|\b(?:[Pp]er|[Bb]y|[Tt]o|[Ff]rom|[Aa]s) [A-Z][a-z]/
