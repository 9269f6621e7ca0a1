// The labelled patches of the stable rules, as the archives have them.
import { readFileSync } from 'node:fs'
import { readPatch } from '../dist/diff/patch.js'
import { parseMessage } from '../dist/mail/message.js'
import { patchText } from '../dist/mail/patch-text.js'
import { mailsOf } from './corpus.js'

/**
 * {id, kind, author, patch} of each label whose mail is there. Kinds: `no-fix` and `accepted` have a Cc: stable
 * trailer; `unworthy` are fixes that a maintainer did not think worth it; `fixes-no-fix` and `fixes-accepted`
 * have a Fixes: tag only. Objections win over acceptance; what asks not to be picked is left out.
 */
export async function labelledPatches(folder, archives) {
  const rows = (name) =>
    readFileSync(`${folder}/${name}.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const labels = new Map()
  const add = (name, labelOf) => {
    for (const row of rows(name))
      if (!labels.has(row.patch_msgid)) labels.set(row.patch_msgid, labelOf(row))
  }
  add('stable-objection', (row) => row.label)
  add('review-stable-not-a-bugfix', () => 'fixes_not_bugfix')
  add('stable-accepted', () => 'accepted')
  const found = []
  const seen = new Set()
  const present = new Map()
  for (const archive of archives) {
    for await (const raw of mailsOf(archive)) {
      const message = await parseMessage(raw)
      const label = labels.get(message.messageId)
      if (label === undefined || seen.has(message.messageId)) continue
      const text = patchText(message)
      if (text === null) continue
      seen.add(message.messageId)
      present.set(label, (present.get(label) ?? 0) + 1)
      const patch = readPatch(...withoutNotice(message, text))
      const kind = kindOf(label, patch.text.trailers)
      const author = patch.text.author.address.toLowerCase()
      if (kind !== null) found.push({ id: message.messageId, kind, author, patch })
    }
  }
  const missing = [...labels.keys()].filter((id) => !seen.has(id)).length
  return { found, present, missing }
}

function kindOf(label, trailers) {
  const cc = trailers.filter(({ key }) => /^cc$/i.test(key)).map(({ value }) => value)
  if (cc.some((value) => /stable\+noautosel@/.test(value))) return null
  const tagged = cc.some((value) => /\bstable@(?:vger\.)?kernel\.org/i.test(value))
  const fixes = trailers.some(({ key }) => /^fixes$/i.test(key))
  if (tagged) {
    if (label === 'not_bugfix') return 'no-fix'
    if (label === 'accepted') return 'accepted'
    return label === 'not_worthy' || label === 'abi_risk' ? 'unworthy' : null
  }
  if (!fixes) return null
  if (label === 'fixes_not_bugfix') return 'fixes-no-fix'
  return label === 'accepted' ? 'fixes-accepted' : null
}

/** A tip notice is judged as the patch it was: without the notice's subject and the head before its log. */
function withoutNotice(message, text) {
  if (!message.subject.text.startsWith('[tip:')) return [message, text]
  let at = text.log.findIndex((line) => /^Committer(?:Date)?:/.test(line.text))
  while (at !== -1 && at < text.log.length && text.log[at].text.trim() !== '') at++
  const title = text.title.replace(/^\[tip:[^\]]*\]\s*/, '')
  const subject = { ...message.subject, text: `[PATCH] ${title}`, title, isPatch: true }
  return [
    { ...message, subject },
    { ...text, log: text.log.slice(at + 1), title },
  ]
}
