import { expect } from 'vitest'
import { type Case, listed, oracle } from './corpus.ts'
import { type Parsed, parse } from './parsed.ts'

interface Listed {
  readonly id: string
  readonly skip: boolean
  readonly input: readonly string[]
  readonly expect: {
    /** For each mailbox. */
    readonly counts_cover_patch_comment: readonly (readonly number[])[]
    readonly series_sizes: {
      readonly patches?: readonly number[]
      readonly covers?: readonly number[]
    }
  }
}

/** patchwork's Base series: how many mails of each kind, and how many patches and covers per series. */
export function patchworkSeriesCases(): readonly Case[] {
  const cases: readonly Listed[] = listed('patchwork-series')
  return cases.map((c) => ({
    suite: 'patchwork-series',
    id: c.id,
    check: async () => {
      const parsed = await parse(c.input.map(oracle))
      checkKinds(parsed, c.expect.counts_cover_patch_comment)
      if (c.skip) checkDuplicated(parsed)
      else checkSizes(parsed, c.expect.series_sizes)
      for (const posting of parsed.series)
        expect([posting.missing, posting.extra, posting.complete]).toEqual([[], [], true])
    },
  }))
}

function checkKinds(parsed: Parsed, counts: readonly (readonly number[])[]): void {
  const wanted = [0, 1, 2].map((at) => counts.reduce((sum, count) => sum + (count[at] ?? 0), 0))
  const kinds = parsed.messages.map((mail) => mail.kind)
  const got = ['cover', 'patch', 'reply'].map((kind) => kinds.filter((k) => k === kind).length)
  expect(got).toEqual(wanted)
  expect(parsed.messages.length).toBe(wanted.reduce((sum, n) => sum + n, 0))
}

function checkSizes(parsed: Parsed, sizes: Listed['expect']['series_sizes']): void {
  // multiple_content_types asks for no sizes: its one patch is a series of one.
  const { patches = [1], covers = patches.map(() => 0) } = sizes
  const got = parsed.series.map(({ messageIds, coverLetter }) => ({
    patches: messageIds.length - (coverLetter === null ? 0 : 1),
    covers: coverLetter === null ? 0 : 1,
  }))
  expect(got).toEqual(patches.map((n, i) => ({ patches: n, covers: covers[i] ?? 0 })))
}

/**
 * The one that patchwork itself skips: it reads one mailbox twice under two names of lists and wants two
 * series. For us the same Message-ID with the same text is the same mail, however often an archive or a
 * crosspost holds it, or everything would be said twice. So there is one series, and all four mails are told.
 */
function checkDuplicated(parsed: Parsed): void {
  const ids = parsed.messages.map((mail) => mail.messageId)
  expect(parsed.series.map((posting) => posting.messageIds)).toEqual([[...new Set(ids)]])
  expect(new Set(ids).size).toBe(2)
}
