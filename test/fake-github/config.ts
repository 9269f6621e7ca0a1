import type { LintMails } from '../../src/app/app.ts'
import type { LoadRules } from '../../src/app/rule-copy.ts'
import { lint, loadRules } from '../../src/index.ts'
import { ruleErrors } from '../../src/rules/read.ts'
import { readRuleFiles } from '../../src/sources/rule-files.ts'
import { bugRule, LAMP_PACK } from '../measure-mails.ts'
import type { pullRequestOnGitHub } from './pull-request.ts'

export type Files = Readonly<Record<string, string>>

const SERVED: Files = {
  'lamp/PACK.md': LAMP_PACK,
  'lamp/no-bug-on.md': bugRule('speaks: always\n'),
}

/** The rules above, and over them those of a config's folders. */
const rules: LoadRules = (folders) => {
  const served = Object.entries(SERVED).map(([path, text]) => ({ path, file: path, text }))
  const loaded = loadRules([...served, ...folders.flatMap(readRuleFiles)])
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

const tool = { name: 'lorelint', version: '' }

/** The whole way, by one rule or as a config wants it. */
export const byRules: LintMails = async (mails, wanted) =>
  lint(mails, { tool, set: wanted?.set ?? rules([]), nursery: wanted?.nursery ?? false })

const LAMP = 'int lamp_read(int channel)\n{\n\tint ret;\n\n\treturn lamp_select(channel);\n}\n'
const BAD = LAMP.replace('int ret;\n', 'int ret;\n\tBUG_ON(channel > 3);\n')

/** What the rule says about it. */
export const SAID = 'take the whole machine down here?'

/** For each test of a file: a pull request that adds a BUG_ON(), with files of its base and of its head. */
export function configOn(hub: ReturnType<typeof pullRequestOnGitHub>) {
  const said = () => {
    const { reviews, runs } = hub.posted()
    const asked = hub.fake.state.requests.map(({ method, path }) => `${method} ${path}`)
    return {
      comments: reviews.flatMap(({ comments }) => comments.map(({ body }) => body)).join('\n'),
      run: runs.at(-1),
      runs,
      /** "contents/.lorelint.yml", in the order they were asked for. */
      files: asked.filter((each) => /contents|trees/.test(each)).map((each) => each.slice(22)),
    }
  }

  /** Makes both branches. */
  const committed = (base: Files, head: Files = {}): void => {
    const message = 'lamp: check the channel\n\nWhy.\n\nSigned-off-by: A <a@example.org>\n'
    const start = { branch: 'master', message: 'lamp: start\n' }
    hub.repository.commit({ ...start, files: { 'drivers/lamp.c': LAMP, ...base } })
    const change = { branch: 'topic', from: 'master', message }
    hub.repository.commit({ ...change, files: { 'drivers/lamp.c': BAD, ...head } })
  }

  /** Opens the pull request: what stands on GitHub then. */
  const opened = async (base: Files, head: Files = {}, lintMails = byRules) => {
    committed(base, head)
    const { queue, log, receive } = await hub.start(lintMails, { enabled: false }, rules)
    await receive()
    await queue.idle()
    return { app: { queue, log, receive }, ...said() }
  }

  /** The digits by which a check run names the base. */
  const base = (): string => hub.repository.head('master').slice(0, 12)
  return { said, committed, opened, base }
}
