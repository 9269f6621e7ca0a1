#!/usr/bin/env node
// Findings of a rule to be judged by reading: each with its evidence and, where it names earlier mails, with what
// those say and what their thread says after them.
//   npm run build && node bench/threads.js RULE,... ARCHIVE.git... [--sample N] [--seed S] [--out FILE.tsv]
// --text N: so many lines of each mail. --out appends rows "messageId place reader verdict note" with an empty verdict, to be filled in.
import { appendFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { lint } from '../dist/index.js'
import { parseMessage } from '../dist/mail/message.js'
import { fingerprints } from '../dist/review/fingerprint.js'
import { mailsOf, shippedRules } from './corpus.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    count: { type: 'boolean', default: false },
    text: { type: 'string', default: '60' },
  },
})
/** Lines shown above and below a remark. */
const reach = Number(process.env.REACH ?? 14)
const [rules, ...archives] = positionals
const set = shippedRules()
const found = []
for (const archive of archives) {
  const started = Date.now()
  const report = await lint(mailsOf(archive), {
    tool: { name: 'lorelint', version: '' },
    set,
    only: rules.split(','),
  })
  let patches = 0
  for (const review of report.reviews) {
    patches += review.series.patches
    const placeOf = fingerprints()
    for (const comment of review.comments) found.push({ archive, comment, place: placeOf(comment) })
  }
  const here = found.filter((one) => one.archive === archive)
  const fires = rules
    .split(',')
    .map((id) => `${here.filter((one) => one.comment.rule.id === id).length} ${id}`)
    .join(', ')
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${archive}: ${fires} in ${patches} patches, ${seconds} s`)
}
if (values.count) process.exit(0)

const order = ({ comment, place }) =>
  createHash('sha1').update(`${values.seed} ${comment.message.messageId} ${place}`).digest('hex')
const chosen = found
  .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  .slice(0, Number(values.sample))

for (const archive of new Set(chosen.map((one) => one.archive))) {
  const here = chosen.filter((one) => one.archive === archive)
  const linked = new Set(here.flatMap(({ comment }) => idsIn(comment)))
  const mails = new Map()
  for await (const raw of mailsOf(archive)) {
    const message = await parseMessage(raw)
    mails.set(message.messageId, message)
  }
  const below = new Map()
  for (const message of mails.values()) {
    for (const id of new Set([message.inReplyTo, ...message.references]))
      if (linked.has(id)) below.set(id, [...(below.get(id) ?? []), message])
  }
  for (const { comment, place } of here) show(comment, place, mails, below)
}

function idsIn({ text }) {
  return Array.from(text.matchAll(/lore\.kernel\.org\/r\/([^\s/]+)\//g), ([, id]) =>
    decodeURIComponent(id),
  )
}

function show(comment, place, mails, below) {
  const { message, anchor, evidence } = comment
  console.log(
    `\n${'='.repeat(100)}\n${message.messageId}  ${place}  ${comment.rule.id}\n${message.subject.text}`,
  )
  console.log(`${message.date} ${message.from.name} <${message.from.address}>`)
  if (anchor.kind === 'line') console.log(`${anchor.path}:${anchor.line} ${anchor.quote}`)
  console.log(`\n  ${comment.text.replaceAll('\n', '\n  ')}\n`)
  for (const { said } of evidence) console.log(`  [${said}]`)
  const lines = message.body.split('\n')
  const diff = lines.findIndex((line) => /^diff --git|^--- a\//.test(line))
  const cut = lines.findIndex((line) => /^---\s*$/.test(line))
  const notes = lines.slice(cut < 0 ? diff : cut + 1, diff).filter((line) => !/^ .*\|/.test(line))
  print({ ...message, body: notes.join('\n') }, 'now')
  if (anchor.kind === 'line') around(message, anchor.mailLine, 'now')
  const remarks = evidence.flatMap(({ where }) => {
    const [, id, line] = /^(\S+@\S+):(\d+)$/.exec(where) ?? []
    return mails.has(id) ? [{ message: mails.get(id), line: Number(line) }] : []
  })
  for (const { message: mail, line } of remarks) around(mail, line, '>>>')
  for (const id of idsIn(comment)) {
    if (!remarks.some(({ message: mail }) => mail.messageId === id)) print(mails.get(id), '>>>')
    for (const reply of below.get(id) ?? [])
      if (reply.messageId !== message.messageId) print(reply, '  >')
  }
  if (values.out !== undefined)
    appendFileSync(values.out, [message.messageId, place, '', '', ''].join('\t') + '\n')
}

function around(message, line, mark) {
  console.log(`\n${mark} ${message.date} ${message.from.name}: line ${line}`)
  const [from, to] = [Math.max(0, line - 1 - reach), line + reach]
  for (const text of message.body.split('\n').slice(from, to))
    console.log(`${mark} ${text.slice(0, 110)}`)
}

function print(message, mark) {
  if (message === undefined) return
  const lines = message.body.split('\n').filter((line) => !/^\s*$/.test(line))
  console.log(`\n${mark} ${message.date} ${message.from.name}: ${message.subject.text}`)
  for (const line of lines.slice(0, Number(values.text)))
    console.log(`${mark} ${line.slice(0, 120)}`)
}
