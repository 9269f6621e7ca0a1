import { describe, expect, it } from 'vitest'
import { onLine } from './fake-github/hand-made.ts'
import { added, newFile, pullRequestOnGitHub, removed } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { judged } = hub

describe('placing', () => {
  it('comments land on the lines and sides of the whole diff', async () => {
    const { review, run } = await judged([
      { patch: 1, anchor: added, severity: 'error' },
      { patch: 1, anchor: removed },
      { patch: 2, anchor: newFile(7), severity: 'note' },
    ])
    expect(review?.comments.map(({ path, side, line }) => [path, side, line])).toEqual([
      // Line 4 of its own commit: the hundred lines of the second moved it.
      ['drivers/frob.c', 'RIGHT', 104],
      ['drivers/frob.c', 'LEFT', 9],
      ['lib/new.c', 'RIGHT', 7],
    ])
    expect(review).toMatchObject({ event: 'COMMENT', commit_id: hub.repository.head('topic') })
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 error, 1 warning, 1 note' })
    expect(run?.annotations.map((each) => [each.start_line, each.annotation_level])).toEqual([
      [104, 'failure'],
      [7, 'notice'],
    ])
  })

  it('what has no sure place goes into both summaries, with commit and quote', async () => {
    const { review, run } = await judged([
      { patch: 1, anchor: onLine('drivers/frob.c', 'new', 900, '\tgone();'), text: 'Why this?' },
      { patch: 1, anchor: onLine('drivers/nowhere.c', 'new', 1, 'x') },
      { patch: 2, anchor: { kind: 'subject' }, text: 'Too loud.' },
      {
        patch: 1,
        anchor: { kind: 'trailer', key: 'Signed-off-by', value: 'A <a@b.c>', mailLine: 3 },
      },
    ])
    const [sha = ''] = hub.repository.commits('master', 'topic').map((commit) => commit.sha)
    expect(review?.comments).toEqual([])
    expect(run?.annotations).toEqual([])
    for (const text of [review?.body, run?.summary]) {
      expect(text).toContain(`**${sha.slice(0, 12)} frob: Do it once, drivers/frob.c:900**`)
      expect(text).toContain('```\n\tgone();\n```\n\nWhy this?')
      expect(text).toContain('Signed-off-by: A <a@b.c>\n```')
    }
    expect(run?.conclusion).toBe('neutral')
  })

  it('a line that stands twice has no sure place', async () => {
    hub.repository.commit({
      branch: 'topic',
      message: 'twice\n',
      files: { 'lib/new.c': 'x();\ny();\nx();\n' },
    })
    const { review } = await judged([{ patch: 3, anchor: onLine('lib/new.c', 'new', 9, 'x();') }])
    expect(review?.comments).toEqual([])
  })

  it('a renamed file goes by its new name', async () => {
    const moved = 'a\nb\nc\nD\ne\nf\n'
    hub.repository.commit({
      branch: 'topic',
      message: 'move\n',
      files: { 'lib/old.c': null, 'lib/moved.c': moved },
    })
    const { review } = await judged([{ patch: 3, anchor: onLine('lib/old.c', 'old', 4, 'd') }])
    expect(review?.comments).toMatchObject([{ path: 'lib/moved.c', side: 'LEFT', line: 4 }])
  })

  it('when GitHub refuses the places, everything is said in the body', async () => {
    hub.fake.state.refusals.push(['POST', '/reviews', 422])
    const { reviews, review } = await judged([{ patch: 1, anchor: added, text: 'Once is enough.' }])
    expect(reviews).toHaveLength(1)
    expect(review?.comments).toEqual([])
    expect(review?.body).toContain('Once is enough.')
  })
})
