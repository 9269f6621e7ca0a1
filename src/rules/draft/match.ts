import type { ParseC } from '../../c/parser.ts'
import { hunkImage } from '../../c/image.ts'
import type { DiffLine, FileDiff, Hunk, Patch } from '../../model.ts'
import type { Anonymous } from './names.ts'
import type { LineSpot, Spot } from './remarks.ts'
import { drafted, nodeAt } from './statement.ts'

/** A first form of a Match section, and what its holes stand for in the patch it was made from. */
export interface MatchDraft {
  readonly lines: readonly string[]
  /** `lines` is compared as text: what is no C, and what of C is no statement. */
  readonly fence: 'diff' | 'lines'
  readonly holes: ReadonlyMap<string, string>
}

/** Match sections to try, the most general first. Which of them works is for `try` to say. */
export function matchDrafts(
  spot: Spot,
  patch: Patch | null,
  parse: ParseC,
  hide: Anonymous,
): readonly MatchDraft[] {
  const title = hide(patch?.text.title ?? '')
  const subject = subjectHeads(title)
  const heads =
    spot.kind === 'trailer'
      ? [
          `${spot.key}: *`,
          `${spot.key}: ${asGlob(hide(spot.value))}`,
          // Above an empty line it is no trailer to git.
          `Message: /^${spot.key}:/m`,
        ]
      : spot.kind === 'log'
        ? [`Message: ${asRegex(hide(spot.quote))}`]
        : []
  const plain = [...heads, ...subject].map(headDraft)
  return spot.kind === 'line' ? [...lineDrafts(spot, parse), ...plain] : plain
}

function headDraft(line: string): MatchDraft {
  return { lines: [line], fence: 'diff', holes: new Map() }
}

/** "net: foo: Fix bar" -> "net: foo: *", "net: *", then the words themselves. */
function subjectHeads(title: string): readonly string[] {
  const parts = title.split(': ')
  const prefixes = parts.slice(0, -1).map((_, i) => `${parts.slice(0, i + 1).join(': ')}: *`)
  const safe = prefixes
    .toReversed()
    .filter((prefix) => /^\w/.test(prefix) && !prefix.startsWith('not '))
  return [...safe.map((prefix) => `Subject: ${prefix}`), `Subject: ${asRegex(title)}`]
}

/** A glob that the value fits: it ends at what a glob or a head would read as something else. */
function asGlob(value: string): string {
  const plain = value.split(/[*?]/, 1)[0]?.trim() ?? ''
  return /^(?:[/{$]|not )/.test(plain) || plain === '' ? asRegex(value) : `${plain}*`
}

/** A regex for the first words of a text. */
function asRegex(text: string): string {
  const words = text.trim().slice(0, 60).split(/\s+/)
  const whole = text.trim().length > 60 && words.length > 1 ? words.slice(0, -1) : words
  const escaped = whole.map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}/]/g, (c) => `\\${c}`))
  return `/${escaped.join('\\s+')}/`
}

function lineDrafts({ file, hunk, line }: LineSpot, parse: ParseC): readonly MatchDraft[] {
  const drafts: MatchDraft[] = []
  for (const changed of changedNear(hunk, line)) {
    if (isC(file))
      drafts.push(...statementDrafts(file, hunk, changed, parse), ...textDrafts(changed))
    drafts.push(...lineTexts(changed))
  }
  const seen = new Set<string>()
  return drafts.filter(({ lines, fence }) => {
    const key = [fence, ...lines].join('\n')
    const isNew = !seen.has(key) && lines.some((text) => /^[+-].*\w\w/.test(text))
    seen.add(key)
    return isNew
  })
}

/** The line itself, then the changed lines nearest to it: a rule is about what changed. */
function changedNear(hunk: Hunk, line: DiffLine): readonly DiffLine[] {
  const at = hunk.lines.indexOf(line)
  const says = (candidate: DiffLine): boolean =>
    candidate.sign !== ' ' && /\w{2}|^\s*}/.test(candidate.text)
  const above = hunk.lines
    .slice(Math.max(0, at - 12), at)
    .toReversed()
    .filter(says)
  const below = hunk.lines.slice(at + 1, at + 12).filter(says)
  return [...(says(line) ? [line] : []), ...above.slice(0, 3), ...below.slice(0, 2)]
}

function statementDrafts(
  file: FileDiff,
  hunk: Hunk,
  line: DiffLine,
  parse: ParseC,
): readonly MatchDraft[] {
  const image = hunkImage(parse, file, hunk, line.sign === '-' ? 'old' : 'new')
  const node = image === null ? null : nodeAt(image, line)
  if (image === null || node === null) return []
  const forms = (['names and texts', 'names', 'nothing'] as const).map((openness) =>
    drafted(image, node, openness),
  )
  return forms
    .filter(({ lines }) => lines.length <= 16)
    .map((form) => ({ ...form, fence: 'diff' as const }))
}

/** A file whose header was cut may be C. */
function isC(file: FileDiff): boolean {
  return /\.[ch]$/.test(file.newPath ?? file.oldPath ?? 'x.c')
}

/** The line as text: what is quoted in it left open, then as it stands. */
function lineTexts({ sign, text }: DiffLine): readonly MatchDraft[] {
  const bare = text.trim()
  const open = bare.replaceAll(/"[^"]{2,}"/g, '"..."')
  return [open, bare].map((line) => ({
    lines: [`${sign}${line}`],
    fence: 'lines',
    holes: new Map(),
  }))
}

/** The line as it stands, made whole where it is the head of a statement. */
function textDrafts({ sign, text }: DiffLine): readonly MatchDraft[] {
  const bare = codeOf(text)
  const tab = /^\s/.test(text) ? '\t' : ''
  const whole = [
    [bare],
    ...(bare.endsWith('{') ? [[bare, ' \t\t...', ' \t}']] : []),
    ...(/^(?:if|for|while) \(.*\)$/.test(bare) ? [[bare, ' \t\t$BODY;']] : []),
    [`${bare.replace(/[,;]$/, '')};`],
    [bare.replace(/[,;]$/, '')],
  ]
  return whole.map(([first = '', ...rest]) => ({
    lines: [`${sign}${tab}${first}`, ...rest],
    fence: 'diff',
    holes: new Map(),
  }))
}

/** The line without its comment and without the backslash that goes on with a macro. */
function codeOf(text: string): string {
  const comment = text.indexOf('/*')
  const code = (comment > 0 ? text.slice(0, comment) : text).trim()
  return code.endsWith('\\') ? code.slice(0, -1).trim() : code
}
