import { describe, expect, test } from 'vitest'
import { parseMessage } from '../src/mail/message.ts'
import { LIMITS } from '../src/limits.ts'
import type { Message } from '../src/model.ts'
import { mayLoseTags } from '../src/series/lost-tags.ts'

describe('a first look at tags', () => {
  const tag = 'Reviewed-by: A Reviewer <reviewer@example.org>'
  const cases: readonly [
    what: string,
    old: readonly string[],
    replies: readonly string[],
    now: readonly string[],
    lost: boolean,
  ][] = [
    ['nobody gave one', ['Light it.'], ['Why?'], ['Light it.'], false],
    ['one was given and is gone', ['Light it.'], [tag], ['Light it.'], true],
    ['one was given and is here', ['Light it.'], [tag], [tag], false],
    ['white space does not count', ['Light it.'], [`  ${tag.replace(': ', ':  ')}`], [tag], false],
    ['it was there before', [tag, tag], [], [tag, 'Dim it.'], true],
    ['a quoted one was given to something else', ['Light it.'], [`> ${tag}`], ['Light it.'], false],
    ['a sign-off is none', ['Signed-off-by: A <a@example.org>'], [], ['Light it.'], false],
    ['who answers the cover letter speaks of all', ['a', 'b'], [`cover\n${tag}`], [tag, 'b'], true],
  ]
  test.each(cases)('%s', async (_, old, replies, now, lost) => {
    const cover = await mail('cover', null)
    const answers = (text: string): string => (text.startsWith('cover') ? 'cover' : 'v1')
    const revision = {
      coverLetter: cover,
      members: await Promise.all(old.map((text) => mail(text, null))),
      replies: await Promise.all(replies.map((text) => mail(text, answers(text)))),
    }
    const newer = await Promise.all(now.map((text) => mail(text, null)))
    expect(mayLoseTags(revision, newer)).toBe(lost)
  })
})

async function mail(text: string, answers: string | null): Promise<Message> {
  const id = text === 'cover' ? 'cover' : 'v1'
  const parent = answers === null ? '' : `In-Reply-To: <${answers}@example.org>\n`
  const bytes = Buffer.from(`Message-ID: <${id}@example.org>\n${parent}Subject: lamp\n\n${text}\n`)
  return parseMessage({ origin: 'test', bytes, reload: async () => bytes }, LIMITS)
}
