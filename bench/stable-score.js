#!/usr/bin/env node
// What the weights of rules/tables/stable-weights.tsv flag, threshold by threshold:
//   npm run build && node bench/stable-score.js ACCEPTED.jsonl OBJECTIONS.jsonl ARCHIVE.git...
// A label is a JSON line with `patch_msgid` and `label`; accepted rows count when their patch has a
// Cc: stable trailer, objections when the label is not_bugfix. Each archive is read once.
import { readFileSync } from 'node:fs'
import { readPatch } from '../dist/diff/patch.js'
import { fixScore } from '../dist/facts/stable/fix.js'
import { parseMessage } from '../dist/mail/message.js'
import { patchText } from '../dist/mail/patch-text.js'
import { mailsOf, shippedRules } from './corpus.js'

const [accepted, objections, ...archives] = process.argv.slice(2)
const set = shippedRules()
const rows = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const good = new Set(rows(accepted).map((row) => row.patch_msgid))
const bad = new Map(rows(objections).map((row) => [row.patch_msgid, row.label]))
const scores = { accepted: [], not_bugfix: [], other: [] }
const seen = new Set()
for (const archive of archives) {
  for await (const raw of mailsOf(archive)) {
    const message = await parseMessage(raw)
    const { messageId } = message
    if (seen.has(messageId) || (!good.has(messageId) && !bad.has(messageId))) continue
    seen.add(messageId)
    const text = patchText(message)
    if (
      text === null ||
      !text.trailers.some(({ key, value }) => /^cc$/i.test(key) && /stable@/.test(value))
    )
      continue
    const patch = readPatch(message, text)
    const score = fixScore({ patch, knowledge: set.knowledge })
    const kind =
      bad.get(messageId) === 'not_bugfix' ? 'not_bugfix' : bad.has(messageId) ? 'other' : 'accepted'
    scores[kind].push({ messageId, title: text.title, ...score })
  }
}
console.log(
  `Cc: stable patches: ${scores.accepted.length} accepted, ${scores.not_bugfix.length} called no bugfix, ${scores.other.length} objected to otherwise`,
)
const above = (list, t) => list.filter(({ against }) => against > t)
for (const t of [2, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7]) {
  const share = (100 * above(scores.accepted, t).length) / scores.accepted.length
  console.log(
    `> ${String(t).padEnd(4)} ${share.toFixed(2).padStart(6)} % of accepted, ${above(scores.not_bugfix, t).length} of ${scores.not_bugfix.length} no bugfix, ${above(scores.other, t).length} of ${scores.other.length} others`,
  )
}
for (const { against, title, features } of scores.accepted
  .toSorted((a, b) => b.against - a.against)
  .slice(0, 15)) {
  console.log(
    `${against.toFixed(1)} ${title}: ${features
      .filter((f) => f.weight > 0)
      .map((f) => f.name)
      .join(' ')}`,
  )
}
