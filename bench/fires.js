#!/usr/bin/env node
// How often each rule fires, over all patches of an archive and over those a maintainer said were
// applied: npm run build && node bench/fires.js ARCHIVE.git... [--list RULE]
// A patch counts as applied when a reply in its thread, not by its author, says so outside a quote
// ("Applied to", "queued for", "Thanks, applied"). --list prints each finding, applied ones marked.
import { lint } from '../dist/index.js'
import { parseMessage } from '../dist/mail/message.js'
import { mailsOf, shippedRules } from './corpus.js'

const args = process.argv.slice(2)
const at = args.indexOf('--list')
const listed = at === -1 ? null : args.splice(at, 2)[1]
const set = shippedRules()

const APPLIED =
  /^(?!>).{0,60}\b(?:(?:now |both |all |series |thanks,? |patch(?:es)? )?(?:applied|queued|pushed|merged|picked up|taken))\b[^.?\n]{0,40}\b(?:to|for|in|into|on|up|with)\b|^(?:thanks|both|all|series|patch)?[\s,]*(?:now )?(?:applied|queued)\b/im

for (const archive of args) {
  const seen = new Map()
  const applied = new Set()
  const source = () => mailsOf(archive)
  for await (const raw of source()) {
    const m = await parseMessage(raw)
    const parents = [m.inReplyTo, ...m.references].filter((id) => id !== null)
    seen.set(m.messageId, { from: m.from.address, parents })
    if (!m.subject.isReply || !APPLIED.test(m.body)) continue
    for (const id of parents) if (seen.get(id)?.from !== m.from.address) applied.add(id)
  }
  const report = await lint(source(), {
    tool: { name: 'lorelint', version: '' },
    set,
    nursery: true,
  })
  const count = { patches: 0, applied: 0 }
  const fires = new Map(set.rules.map((rule) => [rule.id, { all: 0, applied: 0 }]))
  for (const review of report.reviews) {
    const yes = review.series.messageIds.some((id) => applied.has(id))
    count.patches += review.series.patches
    if (yes) count.applied += review.series.patches
    const hit = new Set()
    for (const comment of review.comments) {
      const key = `${comment.rule.id} ${comment.message.messageId}`
      if (comment.rule.id === listed) {
        const { quote = '', path = '', line = '' } = comment.anchor
        console.log(
          `${yes ? 'applied ' : '        '}${comment.message.messageId}\n  ${comment.message.subject.text}\n  ${path}:${line} ${quote.trim()}\n  ${comment.evidence.map((e) => e.said).join(' | ')}`,
        )
      }
      if (hit.has(key)) continue
      hit.add(key)
      const fire = fires.get(comment.rule.id)
      fire.all++
      if (yes) fire.applied++
    }
  }
  console.log(
    `${archive}: ${report.messages} mails, ${count.patches} patches, ${count.applied} of them applied`,
  )
  const percent = (n, of) => (of === 0 ? '-' : `${((100 * n) / of).toFixed(2)} %`)
  for (const [id, fire] of fires) {
    console.log(
      `  ${id.padEnd(42)} ${String(fire.all).padStart(5)} patches (${percent(fire.all, count.patches)}), applied ${fire.applied} (${percent(fire.applied, count.applied)})`,
    )
  }
}
