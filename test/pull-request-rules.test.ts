import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lint, loadRules } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
const { set } = loaded
const hub = pullRequestOnGitHub()

test('the shipped rules say nothing about commits as a maintainer makes them', async () => {
  for (const number of [1, 2, 3, 4]) {
    hub.repository.commit({
      branch: 'topic',
      ...(number === 1 ? { from: 'master' } : {}),
      author: 'Ann Author <ann@example.org>',
      committer: 'Mike Maintainer <mike@example.org>',
      message: `lamp: light lamp ${number}\n\nLamp ${number} stays dark, because nobody turns it on.\n\nSigned-off-by: Ann Author <ann@example.org>\nSigned-off-by: Mike Maintainer <mike@example.org>\n`,
      files: { [`drivers/lamp/lamp${number}.c`]: `int lamp${number};\n` },
    })
  }
  const said: string[] = []
  const app = await hub.start(async (mails) => {
    const report = await lint(mails, { tool: { name: 'lorelint', version: '' }, set })
    const { reviews } = report
    expect(reviews).toHaveLength(1)
    said.push(...reviews.flatMap(({ comments }) => comments.map(({ text }) => text)))
    return report
  })
  await app.receive()
  await app.queue.idle()
  expect(hub.posted().run?.conclusion).toBe('success')
  expect(said).toEqual([])
})
