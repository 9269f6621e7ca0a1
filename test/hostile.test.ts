import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { build } from './built-cli.ts'
import { byteShapes } from './hostile/byte-shapes.ts'
import { lorelintOn } from './hostile/command-line.ts'
import { codeShapes, diffShapes } from './hostile/diff-shapes.ts'
import { factShapes } from './hostile/fact-shapes.ts'
import { headShapes } from './hostile/head-shapes.ts'
import { mimeShapes } from './hostile/mime-shapes.ts'
import { bytesOf, headed, type Shape, SMALL } from './hostile/shape.ts'
import { textShapes } from './hostile/text-shapes.ts'
import { threadShapes } from './hostile/thread-shapes.ts'
import { brokenClaims } from './mutants/claims.ts'
import { type Linter, openLinter, type Outcome } from './mutants/linter.ts'

// Real mails hold none of this (RELIABILITY.md, 0.15), so it is made here: each input ends in time, and is
// either read rightly or said to be broken.

let lint: Linter
beforeAll(async () => {
  lint = await openLinter(fileURLToPath(new URL('../rules', import.meta.url)))
})

const families: readonly (readonly [string, readonly Shape[]])[] = [
  ['MIME', mimeShapes],
  ['headers', headShapes],
  ['bytes', byteShapes],
  ['C', codeShapes],
  ['diffs', diffShapes],
  ['facts', factShapes],
  ['text', textShapes],
  ['threads', threadShapes],
]
const allShapes = families.flatMap(([, shapes]) => shapes)

describe.each(families)('hostile %s', (_kind, shapes) => {
  test.each(shapes.map((shape) => [shape.name, shape] as const))('%s', async (_name, shape) => {
    const outcome = await lint(bytesOf(shape))
    checkJudged(shape, outcome)
    expect(outcome.ms).toBeLessThan((shape.seconds ?? 2) * 1000)
    if (outcome.ms > BLUR_MS && shape.size > 100) await checkGrowth(shape, outcome.ms)
  })
})

describe('through the built command line', () => {
  beforeAll(build)

  test.each([
    'an empty file',
    'only a BOM',
    'a megabyte of chance',
    'a gz file',
    'UTF-32 with BOM',
    'a patch below multiparts 10,000 deep',
    'a patch behind 100,000 parts',
    '1,000,000 headers',
    '100,000 nested parentheses',
    '1 MB of random tokens',
    '20,000 files',
    'patches quoted 1 to 300 deep',
    '100,000 "From " lines',
    'a series of 1,000 of which ten are there',
    'two mails that answer each other',
  ])('%s', async (name) => {
    const shape = allShapes.find((one) => one.name === name)
    if (shape === undefined) throw new Error(`no shape is named "${name}"`)
    const { code } = await lint(bytesOf(shape))
    const ran = lorelintOn('lint', (write) => write(bytesOf(shape)))
    expect(ran.err).not.toContain('internal error')
    expect(ran.code).toBe(code)
    if (shape.patches === 0) expect(ran.code).toBe(2)
    if (shape.limit !== undefined) expect(ran.out).toContain('not judged')
    expect(ran.megabytes).toBeLessThan(512)
  })

  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  const bigLine = (write: (bytes: Uint8Array) => void): void => {
    for (let i = 0; i < 100; i++) write(megabyte)
  }
  test.each([
    ['a mail', headed('', 'x\n')],
    ['a mail of a mbox', `From mboxrd@z Thu Jan  1 00:00:00 1970\n${headed('', 'x\n')}`],
    ['nothing but', ''],
  ])('%s with a line of 100 MB', (_what, front) => {
    for (const command of ['lint', 'parse'] as const) {
      const ran = lorelintOn(command, (write) => {
        write(Buffer.from(front))
        bigLine(write)
      })
      expect(ran.code).toBe(2)
      expect(ran.megabytes).toBeLessThan(512)
      expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('the limit is 25 MiB (--limit mail=...)')
    }
  })
})

function checkJudged(shape: Shape, outcome: Outcome): void {
  const codes = new Set(outcome.problems.map((problem) => problem.code))
  const limits = outcome.problems.filter(({ kind }) => kind === 'limit').map(({ code }) => code)
  expect(brokenClaims(outcome)).toEqual([])
  expect([...new Set(limits)]).toEqual(shape.limit === undefined ? [] : [shape.limit])
  for (const code of shape.tells ?? []) expect(codes).toContain(code)
  expect(outcome.patches).toBe(shape.patches)
  if (shape.patches === 0) expect(outcome.code).toBe(2)
  const files = shape.files === undefined ? SMALL : shape.files
  if (files !== null && shape.patches > 0) expect([...new Set(filesOf(outcome))]).toEqual([files])
}

/** Per patch: "lib/x.c +1 -1". */
function filesOf({ parsed }: Outcome): readonly string[] {
  const { messages }: { messages: readonly { readonly files?: readonly ParsedFile[] }[] } =
    JSON.parse(parsed)
  return messages.flatMap(({ files }) =>
    files === undefined || files.length === 0
      ? []
      : [files.map((file) => `${file.newPath} +${file.added} -${file.removed}`).join(', ')],
  )
}

interface ParsedFile {
  readonly newPath: string | null
  readonly added: number
  readonly removed: number
}

/** Below this the clock and the garbage collector say more than the input. */
const BLUR_MS = 400

/** Twice the input may take 2.8 times as long; a quadratic reader takes four times as long, at both doublings. */
async function checkGrowth(shape: Shape, whole: number): Promise<void> {
  const half = (await lint(bytesOf(shape, Math.ceil(shape.size / 2)))).ms
  // A collection of garbage that sets in between two sizes is one step, not growth.
  if (whole < 2.8 * half) return
  const twice = (await lint(bytesOf(shape, shape.size * 2))).ms
  expect(twice).toBeLessThan(2.8 * whole)
}
