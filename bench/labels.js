#!/usr/bin/env node
// Recall against labels: of the patches a maintainer objected to, how many does a rule speak about?
//   npm run build && node bench/labels.js RULE ARCHIVE.git LABELS.jsonl... [--list]
// A label is a JSON line with `patch_msgid`; labels whose patch is not in the archive are left out.
import { readFileSync } from 'node:fs'
import { lint } from '../dist/index.js'
import { mailsOf, shippedRules } from './corpus.js'

const args = process.argv.slice(2)
const list = args.includes('--list')
const [rule, archive, ...files] = args.filter((arg) => arg !== '--list')
const set = shippedRules()
const labels = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
)
const wanted = new Map(labels.map((label) => [label.patch_msgid, label]))

const report = await lint(mailsOf(archive), {
  tool: { name: 'lorelint', version: '' },
  set,
  only: [rule],
})
const present = new Set(report.reviews.flatMap((review) => review.series.messageIds))
const spoken = new Set(
  report.reviews.flatMap((review) => review.comments.map((comment) => comment.message.messageId)),
)
const there = [...wanted.keys()].filter((id) => present.has(id))
const hit = there.filter((id) => spoken.has(id))
console.log(
  `${rule}: speaks about ${hit.length} of ${there.length} labelled patches in ${archive}; ${spoken.size} patches in all`,
)
if (list) {
  for (const id of there)
    console.log(
      `${hit.includes(id) ? 'said   ' : 'silent '} ${id} ${JSON.stringify(wanted.get(id).quote ?? '').slice(0, 160)}`,
    )
}
