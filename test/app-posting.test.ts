import { describe, expect, it } from 'vitest'
import { added, newFile, pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { judged } = hub

describe('posting', () => {
  it('nothing to say is a green check run and no review', async () => {
    const { reviews, run } = await judged([])
    expect(reviews).toEqual([])
    expect(run).toMatchObject({ name: 'lorelint', status: 'completed', conclusion: 'success' })
  })

  it('a muted comment is counted and not said', async () => {
    const { reviews, run } = await judged([{ patch: 1, anchor: added, muted: 'by the author' }])
    expect(reviews).toEqual([])
    expect(run?.summary).toContain('1 remark muted.')
  })

  it('an input that was not judged whole is neither passed nor failed', async () => {
    const { run } = await judged([{ patch: 1, anchor: added, severity: 'error' }], false)
    expect(run?.conclusion).toBe('action_required')
    expect(run?.title).toBe('Not everything was judged; 1 error')
  })

  it('120 errors are three requests of annotations and one review of 30', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => index + 1)
    const { runs, run, reviews, review } = await judged(
      lines.map((line) => ({ patch: 2, anchor: newFile(line), severity: 'error' as const })),
    )
    const writes = hub.fake.state.requests.filter(({ path }) => path.includes('/check-runs'))
    expect(writes.map(({ method }) => method)).toEqual(['GET', 'POST', 'PATCH', 'PATCH'])
    expect(runs).toHaveLength(1)
    expect(run?.annotations.map((each) => each.start_line)).toEqual(lines)
    expect(reviews).toHaveLength(1)
    expect(review?.comments).toHaveLength(30)
    expect(review?.body).toContain('lib/new.c:120')
    expect(run?.summary).not.toContain('lib/new.c:30*')
  })

  it('of what is no error five a patch are said, the rest is named', async () => {
    const { run, review } = await judged(
      [1, 2, 3, 4, 5, 6, 7, 8].map((line) => ({
        patch: 2,
        anchor: newFile(line),
        text: `Step ${line} is one too many.`,
      })),
    )
    expect(review?.comments).toHaveLength(5)
    expect(run?.title).toBe('8 warnings')
    expect(run?.summary).toMatch(/3 more remarks: .+ \(3\)/)
  })

  it('a flood is cut with a sentence, never refused', async () => {
    const text = `${'word '.repeat(400)}\n\n\tcode();\n`
    const { run, review } = await judged(
      Array.from({ length: 120 }, () => ({
        patch: 2,
        anchor: { kind: 'subject' as const },
        severity: 'error' as const,
        text,
      })),
    )
    expect(run?.summary.length).toBeLessThanOrEqual(65_535)
    expect(run?.summary).toMatch(
      /\d+ more remarks not shown: GitHub takes 65535 characters here\.$/,
    )
    expect(review?.body).toContain('lorelint:v1:')
  })

  it('one remark without end is cut, and its code block closed', async () => {
    const text = `Look:\n\n${'\tcode();\n'.repeat(20_000)}`
    const { run } = await judged([{ patch: 2, anchor: { kind: 'subject' }, text }])
    expect(run?.summary).toMatch(/code\(\);\n```\n\nThe rest was cut after 16000 characters\.$/)
  })

  it('text of a mail mentions nobody, refers to nothing and is no HTML', async () => {
    const text = [
      'cc @torvalds, see #12 and GH-7, <img src=x> ![x](https://x.y/z) `@code` <!-- a -->',
      '``` @all #5',
      '\\@all ``@all`` https://x.y/@all#6 https://x.y/![x](https://x.y/z) https://#7 www.#8',
      'https://github.com/octo/linux/issues/9 \u202e\u0007',
    ].join('\n')
    const { review } = await judged([{ patch: 2, anchor: { kind: 'subject' }, text }])
    const body = (review?.body ?? '').replace(/^<!-- lorelint:v1:[0-9a-f]{32}-[0-9a-f]{32} -->/, '')
    // What a reader of Markdown takes for text: no code blocks, no escaped signs, no code spans.
    const outside = body
      .replaceAll(/^```[^]*?^```/gm, '')
      .replaceAll(/\\[^]/g, '')
      .replaceAll(/`[^`]+`/g, '')
    expect(outside).not.toMatch(/@\w|#\d|GH-\d|[<`]|!\[|\]\(/)
    expect(outside).not.toMatch(/github\.com|\p{Bidi_Control}|[^\P{Cc}\n]/u)
    expect(body).toContain('`@code`')
  })
})
