import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { corpus } from './corpus.ts'
import { authorOf, codesOf, type Mail, parse, type Parsed, single, totalsOf } from './parsed.ts'

/** A line of oddities/index.jsonl: one real mail of a class, what is right, and what git made of it. */
export interface Listed {
  readonly class: string
  readonly file: string
  readonly subject: string
  readonly right: string
  readonly oracle?: {
    readonly author?: string
    readonly email?: string
    readonly subject?: string | null
    readonly files?: number
    readonly add?: number
    readonly del?: number
    readonly git_apply?: string
    readonly git_mailinfo_error?: string
  }
}

/** The mail of a class, and what we made of it. */
export interface Odd {
  readonly listed: Listed
  readonly path: string
  readonly parsed: Parsed
  readonly mail: Mail
  /** Milliseconds. */
  readonly took: number
}

export type Check = (odd: Odd) => void | Promise<void>
export type Checks = Readonly<Record<string, readonly Check[]>>

export async function readOdd(listed: Listed): Promise<Odd> {
  const path = `${corpus}oddities/${listed.file}`
  const start = performance.now()
  const parsed = await parse([path])
  const took = performance.now() - start
  return { listed, path, parsed, mail: single(parsed), took }
}

export function textOf(odd: Odd): string {
  return readFileSync(odd.path, 'latin1')
}

/** Where git read the mail we read it alike: author, title, and the counts of the diff. */
export const agreesWithGit: Check = ({ listed, mail }) => {
  const { author, email, subject, files, add, del, git_apply: refused } = listed.oracle ?? {}
  if (author !== undefined) expect(authorOf(mail)).toEqual({ name: author, email })
  // git leaves reply marks in other scripts in the title; we cut them, as Sashiko does.
  const marked = /^\p{Script=Han}/u.test(subject ?? '')
  if (subject !== undefined)
    expect(marked ? mail.subject.text : mail.subject.title).toBe(subject ?? '')
  if (files !== undefined) expect(totalsOf(mail)).toEqual({ files, add, del })
  if (refused?.includes('No valid patches') === true)
    expect([mail.patchStatus, mail.files ?? []]).toEqual(['none', []])
}

export function isKind(kind: string): Check {
  return ({ mail }) => expect(mail.kind).toBe(kind)
}

/** A patch to be judged, without reservation: it is a series, or part of one. */
export const isSound: Check = ({ mail, parsed }) => {
  expect([mail.kind, mail.patchStatus, mail.error]).toEqual(['patch', 'ok', null])
  expect(parsed.series.flatMap((posting) => posting.messageIds)).toEqual([mail.messageId])
  expect(parsed.complete).toBe(true)
}

export const isOk: Check = ({ mail }) =>
  expect([mail.patchStatus, mail.error]).toEqual(['ok', null])

/** Nothing of it is judged unless asked for. */
export const isNotJudged: Check = ({ parsed }) => expect(parsed.series).toEqual([])

export const hasNoDiff: Check = ({ mail }) => {
  expect([mail.patchStatus, mail.error, mail.files]).toEqual(['none', null, undefined])
}

export function says(...codes: readonly string[]): Check {
  return ({ mail }) => expect(codesOf(mail)).toEqual(expect.arrayContaining([...codes]))
}

/** What was said is about a line. */
export function saysWhere(code: string): Check {
  return ({ mail }) => {
    const said = mail.problems.filter((problem) => problem.code === code)
    expect(said.map((problem) => problem.at)).toEqual([expect.stringMatching(/:\d+$/)])
  }
}

/** The diffstat that git format-patch wrote is as good an oracle as git itself. */
export const matchesDiffstat: Check = ({ mail }) => {
  const stat = (mail.diffstat ?? []).map((line) => line.changed ?? 0)
  const counted = (mail.files ?? []).map((file) => file.added + file.removed)
  expect(stat.length).toBeGreaterThan(0)
  expect(counted).toEqual(stat)
}

export const decodesAll: Check = ({ parsed }) => {
  expect(JSON.stringify(parsed)).not.toContain('\uFFFD')
}

/** No code is reported to be left out, and the run is called complete. */
export const isWholly: Check = ({ parsed }) => {
  expect([parsed.complete, parsed.limitsHit]).toEqual([true, []])
}

/** RELIABILITY.md 2.2: a mail of 100 kB takes less than a second, on a machine that does nothing else. */
export function within(ms: number): Check {
  return ({ took }) => expect(took).toBeLessThan(ms)
}
