// What the scripts of this folder share: the shipped rules and the mails of an archive.
import { fileURLToPath } from 'node:url'
import { loadRules } from '../dist/index.js'
import { parseMessage } from '../dist/mail/message.js'
import { openInput } from '../dist/sources/open.js'
import { readRuleFiles } from '../dist/sources/rule-files.js'

export function shippedRules() {
  return loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))).set
}

/**
 * The mails of an archive. Of one that tells of merged commits (linux-tip-commits) each commit, as its
 * committer would have posted it; replies are left out.
 */
export function mailsOf(archive) {
  const mails = every(archive)
  return archive.includes('tip-commits') ? merged(mails) : mails
}

function every(archive) {
  const all = { stdin: null, since: null, until: null, msgid: null, repo: null }
  return openInput(archive, { ...all, cwd: process.cwd() })
}

async function* merged(mails) {
  for await (const raw of mails) {
    const { messageId, subject, body, date } = await parseMessage(raw)
    const head = /^The following commit has been merged[^]*?\n\n([^]*?)\n\n(.*)\n/.exec(body)
    if (head === null || subject.isReply) continue
    const person = (key) => new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(head[1])?.[1] ?? ''
    const lines = [
      `From: ${person('Committer')}`,
      `Date: ${new Date(date ?? 0).toUTCString()}`,
      `Subject: [PATCH] ${head[2]}`,
      `Message-ID: <${messageId}>`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      `From: ${person('Author')}`,
      '',
    ]
    const bytes = Buffer.from(`${lines.join('\n')}\n${body.slice(head[0].length).trimStart()}`)
    yield { origin: raw.origin, bytes, reload: async () => bytes }
  }
}
