import type { MailKind, Message } from '../model.ts'
import { readPullRequest } from './pull-request.ts'

/** The diff a mail carries at column 0: none, one that git would apply, or one that is cut or damaged. */
export type Carried = 'nothing' | 'whole' | 'damaged'

/** Says what sort of mail it is. `bot`: a program wrote it. */
export function kindOf(message: Message, carried: Carried, bot: boolean): MailKind {
  const { subject, body, problems } = message
  if (body.trim() === '') {
    if (problems.some((p) => p.code === 'html-only')) return 'html-only'
    if (subject.text === '' || problems.some((p) => p.kind === 'limit')) return 'unusable'
  }
  // A reviewer who quotes without marks trims, too: then the diff at column 0 is no counter-proposal.
  if (subject.isReply) return carried === 'whole' ? 'reply-with-patch' : 'reply'
  if (subject.isPatch && subject.counter === 0) return 'cover'
  if (APPLIED.test(subject.text)) return 'applied-notice'
  if (isPull(message, carried)) return 'pull-request'
  if (carried !== 'nothing' && (subject.isPatch || !bot)) return 'patch'
  if (bot && (carried === 'nothing' || !subject.isPatch)) return 'report'
  return !subject.isPatch && answers(message) ? 'reply' : 'no-patch'
}

/**
 * "[PULL 3/7] x" carries one commit's patch; the mail that asks for the pull is 0/7 or has no counter. A patch
 * whose log says where it can be pulled from is a patch.
 */
function isPull({ subject, body }: Message, carried: Carried): boolean {
  if ((subject.counter ?? 0) > 0) return false
  if (subject.tags.some((tag) => /^pull$/i.test(tag))) return true
  if (subject.isPatch && carried !== 'nothing') return false
  return (
    /^(?:git )?pull request\b|^please pull\b/i.test(subject.title) || readPullRequest(body) !== null
  )
}

function answers(message: Message): boolean {
  return message.inReplyTo !== null || message.references.length > 0
}

/**
 * Patch "x" has been added to the 5.10-stable tree; Applied "x" to the asoc tree; [tip: x86/urgent] x;
 * [merged] x.patch removed from -mm tree; + x.patch added to mm-unstable branch; FAILED: patch "x" failed to apply.
 */
const APPLIED =
  /^(?:(?:FAILED: )?patch ".{1,400}" (?:has been added to|failed to apply)|applied ".{1,400}" to |\[tip: ?[\w.-]{1,50}\/[\w./-]{1,50}\]|\[(?:merged|folded|to-be-updated|obsolete|withdrawn|nacked|alternative)[^\]]{0,60}\] .{1,200}\.patch |\+ \S{1,200}\.patch |\[git:\S{1,60}\] |\[patch added to )/i
