import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint } from './built-cli.ts'

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const v1 = readFileSync(
  new URL('../mbox-fixtures/pmmir-exposed-to-guests-v1.mbox', import.meta.url),
  'utf8',
)

const folder = mkdtempSync(join(tmpdir(), 'lorelint-pool-'))
const many = join(folder, 'many.mbox')

beforeAll(async () => {
  await build()
  // Enough series for children, and for a moment in which one of them is at work.
  writeFileSync(many, Array.from({ length: 400 }, (_, i) => renamed(i)).join('\n'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function renamed(i: number): string {
  return v1.replace(/^Message-I[dD]: <.*>$/m, `Message-ID: <${i}@example.org>`)
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly killed: number
}

/** Linux lists the children of a process; elsewhere nothing is killed, and the test says so. */
function childrenOf(pid: number): readonly number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return list
      .split(' ')
      .filter((word) => word !== '')
      .map(Number)
  } catch {
    return []
  }
}

/** Runs the linter and kills its children, as often as asked, while they work. */
async function runKilling(most: number, signal: NodeJS.Signals): Promise<Ended> {
  const child = spawn(process.execPath, [main, many, '--format', 'json', '--jobs', '2'])
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  let killed = 0
  const timer = setInterval(() => {
    if (killed >= most) return
    const [pid] = childrenOf(child.pid ?? 0)
    if (pid === undefined) return
    process.kill(pid, signal)
    killed++
  }, 100)
  const code = await new Promise<number | null>((done) => child.on('close', done))
  clearInterval(timer)
  return { code, out: Buffer.concat(chunks).toString('utf8'), killed }
}

function judged(out: string) {
  const report = JSON.parse(out)
  const problems = report.series.flatMap((one: { problems: readonly unknown[] }) => one.problems)
  return {
    ...report.summary,
    died: problems.filter((p: { code: string }) => p.code === 'judge-died'),
  }
}

describe('children that judge', () => {
  test('say the same as one process, whatever their number', () => {
    const [one, two, three] = ['1', '2', '3'].map((jobs) =>
      lorelint([many, '--format', 'json', '--jobs', jobs]),
    )
    expect(judged(one?.out ?? '')).toMatchObject({ series: 400, patches: 400, died: [] })
    expect([two?.out, three?.out]).toEqual([one?.out, one?.out])
    const alone = lorelint(['--format', 'json'], { stdin: renamed(0) })
    const all = JSON.parse(one?.out ?? '{}')
    expect(JSON.parse(alone.out).series).toEqual(all.series.slice(0, 1))
  })

  for (const signal of ['SIGSEGV', 'SIGKILL'] as const) {
    test(`one that dies of ${signal} once takes nothing with it`, async () => {
      const whole = lorelint([many, '--format', 'json'])
      const ended = await runKilling(1, signal)
      expect(ended.killed).toBe(1)
      expect([ended.code, ended.out]).toEqual([whole.code, whole.out])
    })
  }

  test('and when they die all the time, what was not judged is named and the run is not clean', async () => {
    const ended = await runKilling(12, 'SIGSEGV')
    expect(ended.killed).toBeGreaterThan(2)
    const { died, ...summary } = judged(ended.out)
    expect(summary).toMatchObject({ series: 400, patches: 400 })
    // A child may be killed before it has begun, so only what died twice at one place is given up.
    expect(ended.code === 2).toBe(died.length > 0)
    for (const problem of died) {
      expect(problem).toMatchObject({
        kind: 'limit',
        at: expect.stringMatching(/^\d+@example\.org$/),
      })
    }
  })
})

describe('--limit', () => {
  const rows: readonly [limit: string, code: string][] = [
    ['mail=1K', 'mail-too-large'],
    ['head=100', 'head-too-large'],
    ['line=50', 'line-too-long'],
    ['patch=100', 'patch-too-large'],
    ['files=1', 'too-many-files'],
    ['c-file=10', 'c-too-large'],
  ]
  for (const [limit, code] of rows) {
    test(`${limit}: ${code}, and the run is not clean`, () => {
      const ran = lorelint(['--limit', limit, '--format', 'json'], { stdin: v1 })
      expect(ran.code).toBe(2)
      const report = JSON.parse(ran.out)
      const problems = [
        report.problems ?? [],
        ...report.series.map((s: { problems: unknown }) => s.problems),
      ].flat()
      expect(
        problems
          .filter((p: { kind: string }) => p.kind === 'limit')
          .map((p: { code: string }) => p.code),
      ).toContain(code)
      expect(report.complete).toBe(false)
    })
  }

  test('parse tells limitsHit, is not complete, and ends with 2', () => {
    const ran = lorelint(['parse', '--limit', 'files=1'], { stdin: v1 })
    expect(ran.code).toBe(2)
    const parsed = JSON.parse(ran.out)
    expect(parsed.limitsHit).toMatchObject([{ code: 'too-many-files', kind: 'limit' }])
    expect([parsed.complete, parsed.messages[0].patchStatus]).toEqual([false, 'undecodable'])
  })

  test('a larger limit lets through what the default refuses', () => {
    const long = v1.replace('\n---\n', `\n---\n${'x'.repeat(2 * 1024 * 1024)}\n`)
    expect(lorelint(['--format', 'json'], { stdin: long }).code).toBe(2)
    const ran = lorelint(['--limit', 'line=4M', '--format', 'json'], { stdin: long })
    expect([ran.code, JSON.parse(ran.out).complete]).toEqual([0, true])
  })

  test.each([['mail'], ['mail=0'], ['mail=x'], ['depth=3K'], ['time=1s'], ['rule-time=5']])(
    '%s is refused with what is meant',
    (limit) => {
      const ran = lorelint(['--limit', limit], { stdin: v1 })
      expect(ran.code).toBe(2)
      expect(ran.err).toMatch(/The limits are mail, head|takes a value like/)
    },
  )
})
