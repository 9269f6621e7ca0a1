#!/usr/bin/env node
// Compares what we read from real patch mails with git mailinfo and git apply --numstat:
// npm run build && node bench/against-git.js ARCHIVE.git [COUNT=3000] [SEED=1]
// Draws COUNT patch mails that are no replies. A difference without a Problem is listed and makes
// the exit status 1: that is what must not be.
import { execFileSync } from 'node:child_process'
import { numstat } from '../dist/diff/numstat.js'
import { readPatch } from '../dist/diff/patch.js'
import { parseMessage } from '../dist/mail/message.js'
import { patchText } from '../dist/mail/patch-text.js'
import { asGit } from '../dist/report/as-git.js'
import { askGit } from './against-git-run.js'

const [archive, count = '3000', seed = '1'] = process.argv.slice(2)
if (archive === undefined) throw new Error('usage: against-git.js ARCHIVE.git [COUNT] [SEED]')

const total = { patches: 0, equal: 0, more: 0, told: 0, silent: 0, failed: 0 }
const differences = new Map()

for (const ids of batches(shuffled(commitsOf(archive), Number(seed)), 250)) {
  const mails = await readMails(ids)
  const answers = askGit(mails.map((mail) => mail.bytes))
  for (const [i, mail] of mails.entries()) {
    if (total.patches === Number(count)) break
    if (mail.text !== null || carriesDiff(answers[i])) judge(mail, answers[i])
  }
  if (total.patches === Number(count)) break
}

console.log(
  `${archive} seed ${seed}: ${total.patches} patches, ${total.equal} equal (${total.more} of them with parts that only git appends), ` +
    `${total.told} different with a problem, ${total.silent} different WITHOUT; git failed on ${total.failed}`,
)
for (const [what, n] of [...differences].toSorted((a, b) => b[1] - a[1]))
  console.log(`  ${String(n).padStart(5)} ${what}`)
process.exitCode = total.silent === 0 ? 0 : 1

function commitsOf(repo) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 }
  return execFileSync('git', ['-C', repo, 'rev-list', '--all'], options).trim().split('\n')
}

function shuffled(ids, from) {
  let state = from
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  const keyed = ids.toSorted().map((id) => [next(), id])
  return keyed.toSorted((a, b) => a[0] - b[0]).map(([, id]) => id)
}

function batches(ids, size) {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, i) =>
    ids.slice(i * size, (i + 1) * size),
  )
}

async function readMails(ids) {
  const input = ids.map((id) => `${id}:m\n`).join('')
  const out = execFileSync('git', ['-C', archive, 'cat-file', '--batch'], {
    input,
    maxBuffer: 1 << 30,
  })
  const mails = []
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(10, at)
    const [, , size] = out.toString('latin1', at, end).split(' ')
    at = end + 1
    if (size === undefined) continue
    const bytes = out.subarray(at, at + Number(size))
    at += Number(size) + 1
    const message = await parseMessage({ origin: '', bytes, reload: async () => bytes })
    if (message.subject.isReply) continue
    const text = patchText(message)
    mails.push({ bytes, message, text, patch: text === null ? null : readPatch(message, text) })
  }
  return mails
}

// Independent of our reader, so that what it misses is counted.
function carriesDiff(git) {
  return git.files.length > 0 || /^diff --git |^--- .*\n\+\+\+ /m.test(git.patch)
}

function judge(mail, git) {
  const { message, patch } = mail
  const problems = [...message.problems, ...(patch?.problems ?? [])]
  const found = compare(mail, git)
  total.patches++
  if (git.failed !== null || git.refused !== null) total.failed++
  if (found.length === 0) {
    total.equal++
    return
  }
  const codes = [...new Set(problems.map((p) => p.code))]
  const names = found.map(([name]) => name).join(', ')
  if (codes.length === 0) total.silent++
  else total.told++
  const what = `${names} <- ${codes.length === 0 ? 'NO PROBLEM' : codes.join(', ')}`
  differences.set(what, (differences.get(what) ?? 0) + 1)
  if (codes.length > 0 && process.env.VERBOSE === undefined) return
  console.log(`<${message.messageId}> ${codes.join(', ')}`)
  for (const [name, theirs, ours] of found)
    console.log(`  ${name}\n    git  ${theirs}\n    ours ${ours}`)
}

// Each difference as [what, git's, ours].
function compare({ message, text, patch }, git) {
  if (git.failed !== null) return [['git mailinfo fails', git.failed, '']]
  if (text === null) return [['patch', git.refused ?? git.files.join('; '), 'no patch']]
  const found = []
  const note = (what, theirs, ours) => {
    if (theirs !== ours) found.push([what, cut(theirs, ours), cut(ours, theirs)])
  }
  const { author } = text
  // git puts the address where there is no name.
  note('author', git.author, author.name === '' ? author.address : author.name)
  note('email', git.email, author.address)
  note('subject', git.subject, text.title)
  const said = asGit(message, text)
  note('log', git.log, said.log)
  const theirs = git.patch
  const ours = said.patchBytes
  // What stands behind the last hunk is no diff: git appends MIME parts that are no text.
  if (theirs !== ours && theirs.startsWith(ours) && git.refused === null) total.more++
  else note('diff', theirs, ours)
  if (git.refused !== null) found.push(['git apply refuses', git.refused, ''])
  else note('files', git.files.join('\n'), patch.files.map(statLine).join('\n'))
  return found
}

function statLine(file) {
  const { added, removed } = numstat(file)
  const counts = file.binary ? '- -' : `${added} ${removed}`
  const path = Buffer.from(file.newPath ?? file.oldPath ?? '?').toString('latin1')
  return `${counts} ${path}`
}

// Both from shortly before the first difference on.
function cut(text, other) {
  let at = 0
  while (at < text.length && text[at] === other[at]) at++
  return JSON.stringify(text.slice(Math.max(0, at - 40), at + 80))
}
