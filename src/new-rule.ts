import { openParser } from './c/parser.ts'
import { type ExampleResult, tryRule } from './examples.ts'
import { LIMITS } from './limits.ts'
import type { Address, Message, Patch, Trailer } from './model.ts'
import { carriedPatch } from './read-mail.ts'
import { compileRules } from './rules/compile.ts'
import { speakingExcerpt, silentExcerpt } from './rules/draft/excerpt.ts'
import { type MatchDraft, matchDrafts } from './rules/draft/match.ts'
import { anonymous } from './rules/draft/names.ts'
import { bareRemark, firstSentence } from './rules/draft/remark-text.ts'
import type { ReadReply, Spot, SpottedRemark } from './rules/draft/remarks.ts'
import { asComment, type DraftParts, ruleFile } from './rules/draft/rule-file.ts'
import type { RuleSet } from './rules/load.ts'
import { readRule } from './rules/read.ts'
import { answered } from './series/envelope.ts'

/** A rule drafted from one remark of a review. */
interface NewRule {
  readonly text: string
  /** How its two examples come out. */
  readonly results: readonly ExampleResult[]
}

interface DraftOptions {
  readonly id: string
  readonly reply: Message
  readonly read: ReadReply
  readonly remark: SpottedRemark
  readonly set: RuleSet
}

/**
 * Drafts a rule: of the forms its match may have, the first with which it says of the reviewed patch just what
 * the reviewer said. Where none does, the first that can be run.
 */
export async function newRule({ id, reply, read, remark, set }: DraftOptions): Promise<NewRule> {
  const parse = await openParser()
  const { patch } = read
  const hide = anonymous(peopleOf(reply, patch))
  const comment = asComment(hide(bareRemark(remark.text))) || 'TODO: what to say.'
  const base = {
    title: firstSentence(comment),
    files: remark.spot.kind === 'line' ? folderOf(remark.spot.file) : null,
    source: loreLink(reply),
    comment,
    speaking: speakingExcerpt(remark.spot, patch, hide),
    silent: silentExcerpt(remark.spot, patch, hide),
  }
  let fallback: NewRule | null = null
  for (const match of matchDrafts(remark.spot, patch, parse, hide)) {
    const tried = await tryDraft({ ...base, match }, id, set, remark.spot)
    if (tried === null) continue
    if (tried.results.every(isOk)) return tried
    fallback ??= tried
  }
  if (fallback !== null) return fallback
  const any: MatchDraft = { lines: ['Subject: *'], fence: 'diff', holes: new Map() }
  const last = await tryDraft({ ...base, match: any }, id, set, remark.spot)
  return last ?? { text: ruleFile({ ...base, match: any }), results: [] }
}

/** The patch that a reply answers, through other replies, among the mails of its thread; null when it is not there. */
export function answeredPatch(reply: Message, thread: readonly Message[]): Patch | null {
  const byId = new Map(thread.map((message) => [message.messageId, message]))
  const seen = new Set<string>()
  let at: Message | undefined = reply
  while (at !== undefined && !seen.has(at.messageId)) {
    seen.add(at.messageId)
    const above: Message | undefined = answered(at)
      .map((id) => byId.get(id))
      .find((message) => message !== undefined)
    const patch = above === undefined || above.subject.isReply ? null : carriedPatch(above, LIMITS)
    if (patch !== null) return patch
    at = above
  }
  return null
}

function isOk({ noisy, missing, problems }: ExampleResult): boolean {
  return noisy.length + missing.length + problems.length === 0
}

/** Null when the draft is no rule that can be run. */
async function tryDraft(
  parts: DraftParts,
  id: string,
  set: RuleSet,
  spot: Spot,
): Promise<NewRule | null> {
  const tried = await run(parts, id, set)
  const [first] = tried?.results ?? []
  const at = first === undefined ? null : anchored(first, parts, spot)
  if (at === null) return tried
  // A remark stands under the last line of a statement, a comment where the statement begins.
  const moved = { ...parts, speaking: { ...parts.speaking, at } }
  return (await run(moved, id, set)) ?? tried
}

async function run(parts: DraftParts, id: string, set: RuleSet): Promise<NewRule | null> {
  const text = ruleFile(parts)
  const read = readRule(id, `${id}.md`, text, set.knowledge)
  if ('errors' in read) return null
  const compiled = compileRules({ ...set, rules: [read.rule] }, await openParser())
  if ('errors' in compiled) return null
  return { text, results: await tryRule(read.rule, set) }
}

/** How far from its remark a comment may stand and still be that remark. */
const NEAR = 25

/**
 * Where the rule says the one thing that was expected elsewhere: in the same hunk, or under the subject what is
 * about the log, since a head of the log has no line of its own.
 */
function anchored(
  { noisy, missing, quoted }: ExampleResult,
  parts: DraftParts,
  spot: Spot,
): number | null {
  const [said, ...more] = noisy
  const [expected] = missing
  if (said === undefined || expected === undefined || more.length > 0) return null
  if (said.text.replaceAll(/\s+/g, '') !== expected.text.replaceAll(/\s+/g, '')) return null
  const isLine = parts.match.lines.some((line) => /^[+-]/.test(line))
  if (!isLine) {
    if (spot.kind === 'line') return null
    const isLog = parts.match.lines.some((line) => line.startsWith('Message: '))
    return spot.kind !== 'trailer' || isLog || said.under.startsWith(spot.key) ? said.at : null
  }
  const range = quoted.findIndex((line) => line.startsWith('@@ '))
  const isNear = Math.abs(said.at - expected.at) <= NEAR
  return isNear && said.at > range && expected.at > range ? said.at : null
}

function peopleOf(reply: Message, patch: Patch | null) {
  const author = patch === null || patch.text.author.address === '' ? [] : [patch.text.author]
  const others = [...reply.to, ...reply.cc].filter(({ name }) => name !== '')
  return [...author, reply.from, ...(patch?.text.trailers ?? []).flatMap(personOf), ...others]
}

/** "Jane Doe <jane@example.org>" */
function personOf({ value }: Trailer): readonly Address[] {
  const [, name = '', address = ''] = /^([^<>]{1,100}) <([^<>\s]{3,200})>/.exec(value) ?? []
  return address.includes('@') ? [{ name: name.trim(), address }] : []
}

function folderOf({ newPath, oldPath }: { newPath: string | null; oldPath: string | null }) {
  const path = newPath ?? oldPath
  if (path === null || !/^[\w./+-]+$/.test(path)) return null
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : path
}

/** The reply in the archive of its list; null when it has no Message-ID that was sent. */
function loreLink({ messageId, listIds }: Message): string | null {
  if (messageId.endsWith('.invalid') || !/^[^\s<>@]+@[^\s<>@]+$/.test(messageId)) return null
  const list = /^[\w-]+(?=\.)/.exec(listIds[0] ?? '')?.[0] ?? 'all'
  const id = encodeURIComponent(messageId).replaceAll(/%(?:40|24|2B|3D)/g, (code) =>
    decodeURIComponent(code),
  )
  return `https://lore.kernel.org/${list}/${id}/`
}
