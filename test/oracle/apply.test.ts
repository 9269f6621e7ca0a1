import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyFile, blobId } from '../../src/diff/apply.ts'
import { numstat } from '../../src/diff/numstat.ts'
import { readPatch } from '../../src/diff/patch.ts'
import { readDiff } from '../../src/diff/read.ts'
import { parseMessage } from '../../src/mail/message.ts'
import { patchText } from '../../src/mail/patch-text.ts'
import { quotedPatches } from '../../src/mail/quoted.ts'
import type { FileDiff, Message } from '../../src/model.ts'
import { envelopeOf } from '../../src/series/envelope.ts'
import { groupSeries } from '../../src/series/group.ts'

const corpus = new URL('../../../shared/corpus/', import.meta.url)
const present = existsSync(corpus)

interface Case {
  readonly suite: string
  readonly id: string
  readonly input: string | readonly string[]
  readonly expect: {
    readonly numstat?: readonly (readonly string[])[]
    readonly error?: string
    readonly series_sizes?: Readonly<Record<string, readonly number[]>>
  } | null
}

function casesOf(...suites: readonly string[]): readonly Case[] {
  if (!present) return []
  // The file is our own corpus' index; the fields above are what it holds.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const all = JSON.parse(readFileSync(new URL('oracles/cases.json', corpus), 'utf8')) as Case[]
  return all.filter((c) => suites.includes(c.suite))
}

/** vitest refuses a suite without a test, so without the corpus none is registered. */
const suite = present ? describe : (): void => {}

test('the corpus is there, or this is no CI run', () => {
  const sentence = 'the corpus of real mails and peer suites is not next to the project'
  expect(present || process.env['CI'] === undefined, sentence).toBe(true)
})

function numstatOf(files: readonly FileDiff[]): readonly (readonly string[])[] {
  return files.map((f) => {
    const { added, removed } = numstat(f)
    const counts = f.binary ? ['-', '-'] : [String(added), String(removed)]
    return [...counts, f.newPath ?? f.oldPath ?? '?']
  })
}

// The stored lists were split at every tab, so paths with a tab are missing in them; git prints
// this for both.
const withTab: readonly (readonly string[])[] = [['1', '0', 'post\timage.txt']]

suite('what git apply --numstat says', () => {
  for (const c of casesOf('git-apply', 'gogitdiff-apply', 'unidiff-apply')) {
    test(c.id, () => {
      const bytes = readFileSync(new URL(`oracles/${String(c.input)}`, corpus))
      const lines = bytes.toString().replace(/\n$/, '').split('\n')
      const { files, problems } = readDiff(
        lines.map((text, i) => ({ text, mailLine: i + 1 })),
        { messageId: 'm@x', diffstat: [], quoted: false },
      )
      const error = c.expect?.error
      if (error !== undefined) {
        // git refuses; we read what is there and say that it is not sound, or find no file either.
        expect(files.length === 0 || problems.some((p) => p.kind !== 'limit')).toBe(true)
        return
      }
      const wanted = c.id.endsWith('with tab.diff') ? withTab : c.expect?.numstat
      expect(numstatOf(files)).toEqual(wanted)
      expect(problems.filter((p) => p.kind !== 'repair')).toEqual([])
    })
  }
})

async function readMails(paths: readonly string[]): Promise<readonly Message[]> {
  const mails = paths
    .flatMap((p) =>
      readFileSync(new URL(`oracles/${p}`, corpus), 'latin1').split(/^(?=From \S+ )/m),
    )
    .filter((m) => m.trim() !== '')
  return Promise.all(
    mails.map((m, i) => {
      const bytes = Buffer.from(m, 'latin1')
      return parseMessage({ origin: `${paths[0] ?? ''}:${i}`, bytes, reload: async () => bytes })
    }),
  )
}

suite('mails that git am reads', () => {
  for (const c of casesOf('git-am')) {
    test(c.id, async () => {
      const [mail] = await readMails([String(c.input)])
      const text = mail === undefined ? null : patchText(mail)
      const patch = mail === undefined || text === null ? null : readPatch(mail, text)
      expect(patch?.files.length).toBeGreaterThan(0)
      expect(patch?.problems.filter((p) => p.kind !== 'repair')).toEqual([])
    })
  }
})

// Patches and cover letters per series. Patchwork reads one mbox twice to see two series; for us
// the same Message-ID is the same mail.
const seriesSizes: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'BaseSeriesTest.test_single_patch': [[1, 0]],
  'BaseSeriesTest.test_cover_letter': [[2, 1]],
  'BaseSeriesTest.test_no_cover_letter': [[2, 0]],
  'BaseSeriesTest.test_deep_threaded': [[2, 1]],
  'BaseSeriesTest.test_out_of_order': [[2, 1]],
  'BaseSeriesTest.test_duplicated': [[2, 0]],
  'BaseSeriesTest.test_different_versions': [[4, 1]],
  'BaseSeriesTest.test_multiple_references': [[4, 1]],
  'BaseSeriesTest.test_no_references': [[2, 0]],
  'BaseSeriesTest.test_no_references_no_cover': [[2, 1]],
  'BaseSeriesTest.test_multiple_content_types': [[1, 0]],
}

suite('the series patchwork finds', () => {
  for (const c of casesOf('patchwork-series')) {
    test(c.id, async () => {
      const mails = await readMails(Array.isArray(c.input) ? c.input : [String(c.input)])
      const groups = groupSeries(mails.map((m) => envelopeOf(m, patchText(m) !== null)))
      const sizes = groups.map((g) => [g.members.length, g.cover === null ? 0 : 1])
      expect(sizes).toEqual(seriesSizes[c.id])
      expect(groups.flatMap((g) => g.missing)).toEqual([])
    })
  }
})

async function readSeed(name: string): Promise<Message> {
  const bytes = readFileSync(new URL(`seed/${name}`, corpus))
  return parseMessage({ origin: name, bytes, reload: async () => bytes })
}

suite('the seed', () => {
  test('the review quotes one hunk with numbers and twenty lines of a file without header', async () => {
    const review = await readSeed('review-of-v1.txt')
    const [patch] = quotedPatches(review).map((text) => readPatch(review, text))
    expect(numstatOf(patch?.files ?? [])).toEqual([
      ['1', '10', 'arch/arm64/kvm/pmu-emul.c'],
      ['20', '0', 'arch/arm64/kvm/sys_regs.c'],
    ])
    const [known, unknown] = patch?.files.flatMap((f) => f.hunks) ?? []
    expect(known?.lines.at(-1)).toMatchObject({ text: '}', oldLine: 877, newLine: 868 })
    expect([known?.complete, unknown?.range, unknown?.lines.length]).toEqual([false, null, 20])
  })

  test('v1 applies, in sys_regs.c to the very blob its index line names', async () => {
    const mail = await readSeed('v1.eml')
    const text = patchText(mail)
    const files = text === null ? [] : readPatch(mail, text).files
    const after = files.map((file) => {
      const tree = new URL(`seed/tree/${file.oldPath ?? ''}`, corpus)
      return applyFile(readFileSync(tree, 'utf8'), file)
    })
    // pmu-emul.c of the tree is another version than the patch was made on.
    expect(after.map((a) => a !== null)).toEqual([true, true])
    expect(blobId(after[1]?.new ?? '').slice(0, 7)).toBe(files[1]?.newBlob)
  })
})
