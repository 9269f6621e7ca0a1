// What the scripts of this folder share: the shipped rules and the mails of an archive.
import { fileURLToPath } from 'node:url'
import { loadRules } from '../dist/index.js'
import { openInput } from '../dist/sources/open.js'
import { readRuleFiles } from '../dist/sources/rule-files.js'

export function shippedRules() {
  return loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))).set
}

export function mailsOf(archive) {
  const all = { stdin: null, since: null, until: null, msgid: null, repo: null }
  return openInput(archive, { ...all, cwd: process.cwd() })
}
