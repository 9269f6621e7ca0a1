/**
 * Shows every character that a terminal would act on or a reader would not see, for text of several lines:
 * `a\u001b[2Jb` becomes `a\x1b[2Jb` in seven visible characters. Tab and line feed stay.
 */
export function escapeHidden(text: string): string {
  return text.replace(HIDDEN, visible)
}

/** The same for what must be one line (a subject, a name, a path): line ends and tabs become one blank. */
export function escapeLine(text: string): string {
  return escapeHidden(text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' '))
}

/**
 * The same for quoted lines of a mail: a form feed stays, since it is ordinary in kernel files, and so does what
 * chooses the look of the emoji before it.
 */
export function escapeQuoted(text: string): string {
  return text.replace(HIDDEN, (character) =>
    KEPT.test(character) ? character : visible(character),
  )
}

const KEPT = /\f|[\u{fe00}-\u{fe0f}]/u

/** JSON.stringify leaves C1, bidirectional and zero-width characters as they are; the value stays the same. */
export function escapeJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at))}`).join(
      '',
    ),
  )
}

/**
 * GitHub's runner takes a log line whose first visible characters are `::`, and `##[` anywhere, as a command
 * (actions/runner, ActionCommand.cs). One blank breaks both.
 */
export function defuseCommands(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '## [')
}

// C0 but tab and line feed, DEL, C1, separators, interlinear marks, lone surrogates, and what Unicode calls
// default ignorable: bidirectional marks (CVE-2021-42574), zero-width and filler characters, tags.
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex(code)}` : `\\u{${code.toString(16)}}`
}

function hex(code: number): string {
  return code.toString(16).padStart(4, '0')
}
