/**
 * Text of a mail as Markdown that shows the same text and does nothing: no mention, no reference to
 * an issue, no HTML, no image. Indented lines become a code block, `code` stays code, URLs stay links.
 *
 * "cc @torvalds, see #12" -> "cc @<U+200B>torvalds, see #<U+200B>12"
 */
export function plain(text: string): string {
  const blocks: string[] = []
  let run: string[] = []
  let kind: LineKind = 'prose'
  for (const line of [...visible(text).trimEnd().split('\n'), '']) {
    const next = kindOf(line)
    if (next !== kind || next === 'point') {
      blocks.push(block(run, kind))
      run = []
    }
    kind = next
    run.push(line)
  }
  return [...blocks, block(run, kind)].filter((each) => each !== '').join('\n\n')
}

/** One line of a mail inside a Markdown line: `plain` for a subject or a path. */
export function inline(text: string): string {
  return proseLine(visible(text).replaceAll('\n', ' ').trim())
}

/** A code block; its fence is longer than any run of backticks inside, so nothing can end it early. */
export function fence(code: string, language = ''): string {
  const runs = [...code.matchAll(/`+/g)].map((run) => run[0].length)
  const ticks = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)))
  return `${ticks}${language}\n${visible(code)}\n${ticks}`
}

/** Cuts at a line end so that `text` and the closing sentence fit into `most` characters. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const notice = `\n\nThe rest was cut after ${most} characters.`
  const kept = text.slice(0, most - notice.length - longestFence)
  const whole = kept.slice(0, Math.max(kept.lastIndexOf('\n'), 0))
  return `${whole}${openFence(whole)}${notice}`
}

const longestFence = 200

/** Control characters (RFC 5322 allows them, terminals and readers do not) and bidi overrides are shown. */
export function visible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n]|\p{Bidi_Control}/gu, '\uFFFD')
}

type LineKind = 'prose' | 'point' | 'code' | 'blank'

function kindOf(line: string): LineKind {
  if (line.trim() === '') return 'blank'
  if (/^(?:\t| {4})/.test(line)) return 'code'
  return /^ *(?:[-*+]|\d+[.)]) /.test(line) ? 'point' : 'prose'
}

/** Mail is wrapped, and GitHub shows each line end in a review as one: so a paragraph becomes one line. */
function block(lines: readonly string[], kind: LineKind): string {
  if (lines.length === 0 || kind === 'blank') return ''
  return kind === 'code' ? fence(lines.join('\n')) : proseLine(lines.join(' '))
}

// Code spans and what GitHub turns into links: the parts of a line in which a backslash would show.
const spared = /(`[^`]+`|(?:https?:\/\/|www\.)[\w-]+\.[^\s<>`"]+)/

function proseLine(line: string): string {
  return line
    .split(spared)
    .map((part, index) => (index % 2 === 1 ? sparedPart(part) : escape(part)))
    .join('')
}

function sparedPart(part: string): string {
  if (part.startsWith('`')) return part
  // A link to an issue or a commit on GitHub leaves a reference there, unless it is code.
  if (/^(?:https?:\/\/)?(?:[\w-]+\.)*github\.com/i.test(part)) return `\`${part}\``
  // lore knows messages by %40 too, and "/@name" would mention; "![x](y)" in a URL would be an image.
  return part.replaceAll(
    /[@[\]!]|#(?=\d)/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Backslashes stop Markdown; U+200B stops the filters that GitHub runs after it. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll(/[\\`*_[\]<>~|$!]/g, (sign) => `\\${sign}`)
    .replaceAll(/[@#]|\bGH-(?=\d)/gi, (sign) => `${sign}\u200B`)
}

/** Closes a code block that the cut left open. */
function openFence(text: string): string {
  let open = ''
  for (const line of text.split('\n')) {
    const ticks = /^`{3,}/.exec(line)?.[0] ?? ''
    if (open === '') open = ticks
    else if (line === open) open = ''
  }
  return open === '' ? '' : `\n${open}`
}
