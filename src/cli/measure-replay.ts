import { createHash, type Hash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { SeenMail } from '../first-pass.ts'
import { readInbox } from '../inbox.ts'
import type { HistoryWish, SeriesInInbox } from '../inbox-series.ts'
import { historyWish } from '../lint.ts'
import { rulesKey } from '../measure/key.ts'
import type { Material, Sent } from '../measure/material.ts'
import { isSeriesRecord, recordOf, type SeriesRecord } from '../measure/record.ts'
import { type Heard, openReplies } from '../measure/replies.ts'
import { openWording } from '../measure/words.ts'
import type { RawMail } from '../model.ts'
import { openBreathing } from '../pool/breathe.ts'
import { openPool, type Pool } from '../pool/pool.ts'
import type { RuleSet } from '../rules/load.ts'
import { codeHash } from '../sources/code-hash.ts'
import { headOf, nameOf } from '../sources/head.ts'
import { openState, type State, stateFolder } from '../sources/state.ts'
import { type InputFlags, mailsOf, treeOf } from './input.ts'
import { openProgress } from './progress.ts'

export interface ReplayFlags extends InputFlags {
  readonly jobs?: number
  readonly state?: string
}

/** What the replay of an archive gave; `series` and `records` go side by side. */
export interface Replay extends Pick<Material, 'inputs' | 'mails' | 'records' | 'sent' | 'heard'> {
  readonly series: readonly SeriesInInbox[]
  readonly state: State
  readonly jobs: number
}

/**
 * Reads every mail once, for the series and for what people said; then judges series by series in children.
 * What was judged is kept as it comes, so that a run that was killed goes on where it was.
 */
export async function replay(
  inputs: readonly string[],
  flags: ReplayFlags,
  set: RuleSet,
  version: string,
): Promise<Replay> {
  const progress = openProgress()
  const wording = set.rules.map((rule) => openWording(rule, set.knowledge))
  const replies = openReplies(wording)
  const sent = new Map<string, Sent>()
  const reading: Reading = { input: 0, all: createHash('sha256'), one: [] }
  const onMail = ({ message, kind }: SeenMail, read: number): void => {
    const { messageId, date } = message
    if (kind === 'patch' && !sent.has(messageId))
      sent.set(Buffer.from(messageId).toString(), { input: reading.input, date })
    replies.add({ message, kind })
    progress.show(() => `read ${read} mails`)
  }
  const inbox = await readInbox(tallied(inputs, flags, reading), {
    quoted: 'never',
    limits: flags.limit,
    onMail,
    breathe: openBreathing(),
  })
  const heard = replies.heard()
  const state = openState(
    flags.state ?? stateFolder(process.env),
    keyOf(flags, set, version, reading),
  )
  const jobs = flags.jobs ?? availableParallelism()
  const pool = openPool({ set, tree: flags.tree ?? null, limits: flags.limit }, jobs)
  const says = new Map(set.rules.map((rule, at) => [rule.id, wording[at] ?? (() => false)]))
  const records: SeriesRecord[] = []
  const wish = historyWish(set.rules)
  const queue = inbox.series.entries()
  const breathe = openBreathing()
  let done = 0
  const work = async (): Promise<void> => {
    for (const [at, posted] of queue) {
      const name = `series ${at} ${posted.first}`
      const known = state.get(name)
      const record = isSeriesRecord(known) ? known : await judged(posted, wish, pool, heard, says)
      if (record !== known) state.put(name, record)
      records[at] = record
      done++
      progress.show(() => `judged ${done} of ${inbox.series.length} series`)
      await breathe()
    }
  }
  await Promise.all(Array.from({ length: jobs }, work)).finally(pool.close)
  progress.clear()
  const names = await Promise.all(
    inputs.map(async (input, at) => labelOf(input, flags, reading.one[at])),
  )
  return {
    inputs: names,
    mails: inbox.mails,
    records,
    sent,
    heard,
    series: inbox.series,
    state,
    jobs,
  }
}

async function judged(
  posted: SeriesInInbox,
  wish: HistoryWish,
  pool: Pool,
  heard: ReadonlyMap<string, Heard>,
  says: Parameters<typeof recordOf>[3],
): Promise<SeriesRecord> {
  const review = await pool.review(await posted.posted(wish))
  // The replies are read again only where there is something to compare with.
  const isAnswered = review.comments.some((comment) => heard.has(comment.message.messageId))
  const followups = isAnswered ? (await posted.load('all')).followups : []
  const { first, link } = posted
  return recordOf(review, { first, previous: link.previous }, followups, says)
}

/** Which input is being read, and a hash of all mails and of those of each input. */
interface Reading {
  input: number
  readonly all: Hash
  readonly one: string[]
}

async function* tallied(
  inputs: readonly string[],
  flags: InputFlags,
  reading: Reading,
): AsyncGenerator<RawMail, void, void> {
  for (const [at, input] of inputs.entries()) {
    reading.input = at
    const one = createHash('sha256')
    for await (const mail of mailsOf([input], flags)) {
      one.update(`${mail.bytes.length} `).update(mail.bytes)
      yield mail
    }
    const hash = one.digest('hex')
    reading.all.update(hash)
    reading.one.push(hash.slice(0, 12))
  }
}

/** "kvmarm@4be7d95f3907", with its window where there is one; of what is no archive the hash of its mails. */
async function labelOf(input: string, flags: InputFlags, hash = ''): Promise<string> {
  const { since, until, msgid } = flags
  const head = (await headOf(input, process.cwd())) ?? hash
  const window = Object.entries({ since, until, msgid }).flatMap(([word, value]) =>
    value === undefined ? [] : [` ${word} ${value.replaceAll('|', ' ')}`],
  )
  return `${nameOf(input)}@${head}${window.join('')}`
}

function keyOf(flags: ReplayFlags, set: RuleSet, version: string, reading: Reading): string {
  const code = codeHash(fileURLToPath(new URL('..', import.meta.url)))
  const tree = treeOf(flags)?.name ?? null
  const parts = [version, code, rulesKey(set.rules, set.knowledge), flags.limit, tree]
  return reading.all.update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
