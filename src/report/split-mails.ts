import { selectChanges } from '../diff/select.ts'
import { hunkLines } from '../diff/write.ts'
import { isIndivisible, type SplitPart, type SplitPlan } from '../facts/split/plan.ts'
import type { FileDiff, Patch } from '../model.ts'
import { diffstat, type StatLine, statOf } from './diffstat.ts'
import { addressHeader, textHeader } from './header.ts'
import { patchHead } from './patch-head.ts'
import { wrap } from './wrap.ts'

/** One patch of a split, as git format-patch would write it. */
export interface SplitMail {
  /** `0002-KVM-arm64-Change-foo.patch`. */
  readonly name: string
  readonly subject: string
  readonly text: string
}

/** The patches of a plan, in the order in which they apply; author, date, log and trailers are the patch's own. */
export function splitMails(patch: Patch, plan: SplitPlan, tool: string): readonly SplitMail[] {
  const of = plan.parts.length
  return plan.parts.map((piece, part) => {
    const { subject } = piece
    const diffs = patch.files.flatMap((file) => fileDiff(patch, file, plan, part))
    const body = [
      ...logOf(patch, piece),
      '---',
      ...diffstat(diffs.map(({ stat }) => stat)),
      '',
      ...diffs.flatMap(({ lines }) => lines),
      '-- ',
      tool,
      '',
    ].join('\n')
    return {
      name: `${String(part + 1).padStart(4, '0')}-${fileName(subject)}.patch`,
      subject,
      text: `${heads(patch, subject, part + 1, of).join('\n')}\n\n${body}`,
    }
  })
}

interface WrittenDiff {
  readonly lines: readonly string[]
  readonly stat: StatLine
}

/** The file's diff in this part: cut out as it was sent where it stays whole, else written anew without blob ids. */
function fileDiff(
  patch: Patch,
  file: FileDiff,
  plan: SplitPlan,
  part: number,
): readonly WrittenDiff[] {
  const path = file.newPath ?? file.oldPath ?? ''
  const first = file.hunks.flatMap(({ lines }) => lines).find(({ sign }) => sign !== ' ')
  if (isIndivisible(file) || first === undefined) {
    const isHere =
      first === undefined ? plan.wholeIn(file) === part : plan.partOf(file, first) === part
    const stat = statOf(path, file.hunks.flatMap(hunkLines))
    return isHere ? [{ lines: asSent(patch, file), stat }] : []
  }
  const hunks = selectChanges(file, (line) => plan.partOf(file, line), part)
  if (hunks.length === 0) return []
  const lines = hunks.flatMap(hunkLines)
  return [
    {
      lines: [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, ...lines],
      stat: statOf(path, lines),
    },
  ]
}

/** From the file's first line to the next file's, without the signature of the mail. */
function asSent(patch: Patch, file: FileDiff): readonly string[] {
  const next = patch.files.map(({ mailLine }) => mailLine).find((line) => line > file.mailLine)
  const lines = patch.text.diff
    .filter(({ mailLine }) => mailLine >= file.mailLine && mailLine < (next ?? Infinity))
    .map(({ text }) => text)
  const end = lines.findIndex((line) => /^-- ?$/.test(line))
  const kept = end === -1 ? lines : lines.slice(0, end)
  while (kept.at(-1) === '' && !file.binary) kept.pop()
  return kept
}

function heads(patch: Patch, subject: string, part: number, of: number): readonly string[] {
  const { author } = patch.text
  const { tags, revision } = patch.message.subject
  const words = [...tags, 'PATCH', ...(revision > 1 ? [`v${revision}`] : []), `${part}/${of}`]
  return patchHead({
    from:
      addressHeader('From', [author]) ?? textHeader('From', `${author.name} <${author.address}>`),
    date: patch.message.date,
    subject: `[${words.join(' ')}] ${subject}`,
  })
}

/** The patch's own log for its own title; for the other parts a line that says where it comes from. */
function logOf(patch: Patch, part: SplitPart): readonly string[] {
  const log = patch.text.log.map(({ text }) => text)
  if (part.main) return withoutBlankEnd(log)
  const first = patch.text.trailers[0]?.mailLine ?? Infinity
  const trailers = patch.text.log
    .filter(({ mailLine }) => mailLine >= first)
    .map(({ text }) => text)
  const origin = `Split out of "${patch.text.title}": it stands by itself.`
  const said = part.said === null ? [] : [...wrap(part.said, 72), '']
  return withoutBlankEnd([...said, ...wrap(origin, 72), '', ...trailers])
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, end + 1)
}

/** As git names its files: what is no letter, digit, dot or underscore is a dash. */
function fileName(subject: string): string {
  const name = subject
    .replace(/[^\w.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+/, '')
  let end = Math.min(name.length, 52)
  while (end > 0 && /[-.]/.test(name.charAt(end - 1))) end--
  return name.slice(0, end) || 'patch'
}
