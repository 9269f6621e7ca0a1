#!/usr/bin/env node
// What the named rules or packs say over archives, one finding a line, for reading and judging:
//   npm run build && node bench/sheet.js RULE[,RULE...] ARCHIVE.git... [--tree DIR] [--sample N]
// Columns: rule, Message-ID, place (src/review/fingerprint.ts), archive, where, evidence, text. --sample
// takes the N findings of each rule whose hashes come first, which is a draw without a seed.
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { lint } from '../dist/index.js'
import { fingerprints } from '../dist/review/fingerprint.js'
import { openTree } from '../dist/sources/tree.js'
import { mailsOf, shippedRules } from './corpus.js'

const args = process.argv.slice(2)
const option = (name) => {
  const at = args.indexOf(name)
  return at === -1 ? null : args.splice(at, 2)[1]
}
const dir = option('--tree')
const sample = Number(option('--sample') ?? Infinity)
const [rules = '', ...archives] = args
const set = shippedRules()
const rows = []
for (const archive of archives) {
  const report = await lint(mailsOf(archive), {
    tool: { name: 'lorelint', version: '' },
    set,
    only: rules.split(','),
    tree: dir === null ? null : openTree(dir),
  })
  const patches = report.reviews.reduce((sum, { series }) => sum + series.patches, 0)
  const comments = report.reviews.flatMap((review) => {
    const place = fingerprints()
    return review.comments.map((comment) => ({ comment, place: place(comment) }))
  })
  const mails = new Set(comments.map(({ comment }) => comment.message.messageId)).size
  console.error(
    `${basename(archive)}: ${patches} patches, ${comments.length} findings on ${mails} mails`,
  )
  for (const { comment, place } of comments) {
    const { anchor } = comment
    const where = anchor.path ?? anchor.value ?? comment.message.subject.title
    const said = comment.evidence.map((evidence) => evidence.said).join(' | ')
    const row = [comment.rule.id, comment.message.messageId, place, basename(archive, '.git')]
    rows.push([...row, `${where}:${anchor.line ?? anchor.mailLine ?? ''}`, said, comment.text])
  }
}
const drawn = new Map()
const hash = (row) => createHash('sha256').update(`${row[1]} ${row[2]}`).digest('hex')
for (const row of rows.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1))) {
  const count = (drawn.get(row[0]) ?? 0) + 1
  drawn.set(row[0], count)
  if (count <= sample) console.log(row.map((cell) => cell.replace(/\s+/g, ' ')).join('\t'))
}
for (const [rule, count] of drawn) console.error(`${rule}: ${count}`)
