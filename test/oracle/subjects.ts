import { expect } from 'vitest'
import { type Case, listed } from './corpus.ts'
import { craft } from './crafted.ts'
import { type Mail, parseTexts, single } from './parsed.ts'

interface FromPatchwork {
  readonly id: string
  readonly kind: string
  /** The arguments of the function that patchwork's own test calls. */
  readonly input: readonly (string | readonly string[])[]
  readonly expect: unknown
}

interface FromSashiko {
  readonly id: string
  readonly kind: string
  readonly input: string
  readonly expect: unknown
}

/**
 * Subjects, each as that of a mail with a small patch. Where the two and git differ:
 *
 * - The title is git's and Sashiko's, without any brackets; patchwork puts the tags that are left in front
 *   of it again, which we can do from `tags`.
 * - Reply marks in other scripts are cut as Sashiko cuts them: git knows "Re:" only, and would commit the rest.
 * - A counter outside of the brackets ("[PATCH] 1/2: x") counts, as for Sashiko: patchwork does not look for it.
 *   It stays in the title, as git leaves it there.
 */
export function subjectCases(): readonly Case[] {
  const fromPatchwork: readonly FromPatchwork[] = listed('patchwork-subject')
  const fromSashiko: readonly FromSashiko[] = listed('sashiko-subject')
  const patchwork = fromPatchwork.map((c, i) => ({
    suite: 'patchwork-subject',
    // One of them is listed twice.
    id: `${i + 1} ${c.id}`,
    check: async () => checkPatchwork(c),
  }))
  const sashiko = fromSashiko.map((c) => ({
    suite: 'sashiko-subject',
    id: c.id,
    check: async () => checkSashiko(c),
  }))
  return [...patchwork, ...sashiko]
}

async function subjectOf(line: string): Promise<Mail['subject']> {
  return single(await parseTexts([craft({ subject: line, id: 'subject@example.org' })])).subject
}

async function checkPatchwork(c: FromPatchwork): Promise<void> {
  const [first = '', second = []] = c.input
  if (c.kind === 'subject:clean_subject') {
    const subject = await subjectOf(String(first))
    const prefixes = prefixesOf(subject, words(second))
    const { title } = subject
    const cleaned = prefixes.length === 0 ? title : `[${prefixes.join(',')}] ${title}`
    expect([cleaned, prefixes]).toEqual(c.expect)
  } else if (c.kind === 'subject:split_prefixes') {
    const subject = await subjectOf(bracketed([String(first)], 'x'))
    expect(subject.isPatch).toBe(true)
    const without = [c.expect].flat().filter((word) => word !== 'PATCH')
    expect(prefixesOf(subject, [])).toEqual(without)
  } else if (c.kind === 'subject:parse_series_marker') {
    const { counter, expected } = await subjectOf(bracketed(words(first), 'x'))
    expect([counter, expected]).toEqual(c.expect)
  } else {
    expect(c.kind).toBe('subject:parse_version')
    const { revision } = await subjectOf(bracketed(words(second), String(first)))
    expect(revision).toBe(c.expect)
  }
}

function words(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

function bracketed(prefixes: readonly string[], title: string): string {
  return prefixes.length === 0 ? title : `[${prefixes.join(' ')}] ${title}`
}

/** As patchwork counts prefixes: tags and counter, without those to be dropped. */
function prefixesOf(subject: Mail['subject'], dropped: readonly string[]): readonly string[] {
  const { tags, counter, expected } = subject
  const kept = tags.filter((tag) => !dropped.includes(tag.toLowerCase()))
  return counter === null ? kept : [...kept, `${counter}/${expected}`]
}

/** Sashiko's expectations are the text of Rust values: `"Fix bug"`, `Some(3)`, `None`, `vec!["net-next"]`. */
async function checkSashiko(c: FromSashiko): Promise<void> {
  const subject = await subjectOf(c.input)
  const said = typeof c.expect === 'string' ? c.expect : ''
  if (c.kind === 'subject:clean_subject') expect(JSON.stringify(subject.title)).toBe(said)
  else if (c.kind === 'subject:parse_subject_version')
    expect(subject.revision).toBe(Number(/^Some\((\d+)\)$/.exec(said)?.[1] ?? 1))
  else if (c.kind === 'subject:get_subject_prefixes')
    expect(subject.tags).toEqual([...said.matchAll(/"(.*?)"/g)].map((m) => m[1]))
  else {
    expect(c.kind).toBe('subject:index/total')
    expect([subject.counter, subject.expected]).toEqual(c.expect)
  }
}
