import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Problem } from '../model.ts'
import type { SeenMail } from '../first-pass.ts'
import { readInbox } from '../inbox.ts'
import type { SeriesInInbox } from '../inbox-series.ts'
import { quotedPatch } from '../read-mail.ts'
import { openBreathing } from '../pool/breathe.ts'
import { messageLine, openParseJson } from '../report/parse-json.ts'
import { postedTwice } from '../series/posted-twice.ts'
import { type InputFlags, mailsOf } from './input.ts'
import { openProgress } from './progress.ts'

export interface ParseFlags extends InputFlags {
  readonly quoted: boolean
  readonly ndjson: boolean
  readonly output?: string
}

/** Says what was understood, mail by mail as they are read: an archive need not fit in memory. */
export async function runParse(
  inputs: readonly string[],
  flags: ParseFlags,
  version: string,
): Promise<number> {
  const write = openOutput(flags.output ?? null)
  const json = openParseJson({ name: 'lorelint', version })
  const limitsHit: Problem[] = []
  const problems: Problem[] = []
  const progress = openProgress()
  const breathe = openBreathing()
  if (!flags.ndjson) await write.text(json.head())
  const onMail = async (seen: SeenMail, read: number): Promise<void> => {
    const quoted = flags.quoted && seen.patch === null
    const parsed = quoted ? { ...seen, patch: quotedPatch(seen.message, flags.limit) } : seen
    const all = [...seen.message.problems, ...(parsed.patch?.problems ?? [])]
    limitsHit.push(...all.filter((problem) => problem.kind === 'limit'))
    progress.show(() => `read ${read} mails`)
    await write.text(flags.ndjson ? messageLine(parsed) : json.message(parsed))
  }
  const inbox = await readInbox(mailsOf(inputs, flags), {
    quoted: flags.quoted ? 'always' : 'never',
    limits: flags.limit,
    onMail,
    breathe,
  })
  if (!flags.ndjson) {
    const newer = supersededBy(inbox.series)
    for (const [at, posted] of inbox.series.entries()) {
      const series = await posted.load('all')
      problems.push(...postedTwice(series))
      await write.text(json.series({ series, supersededBy: newer.get(posted.first) ?? null }))
      progress.show(() => `grouped ${at + 1} of ${inbox.series.length} series`)
      if (at % 100 === 99) await breathe()
    }
    await write.text(json.end({ problems, limitsHit }))
  }
  progress.clear()
  await write.end()
  if (inbox.mails === 0) process.stderr.write('lorelint: no mail in the input\n')
  if (limitsHit.length > 0)
    process.stderr.write(
      `lorelint: not everything was read; see ${flags.ndjson ? 'the problems of kind limit' : 'limitsHit'}\n`,
    )
  return inbox.mails === 0 || limitsHit.length > 0 ? 2 : 0
}

/** First mail of a series -> first mail of the posting that replaces it; the last one counts. */
function supersededBy(series: readonly SeriesInInbox[]): ReadonlyMap<string, string> {
  const newer = new Map<string, string>()
  for (const { link, first } of series)
    if (link.supersedes !== null) newer.set(link.supersedes, first)
  return newer
}

interface Output {
  readonly text: (text: string) => Promise<void>
  readonly end: () => Promise<void>
}

async function drained(stream: WriteStream | NodeJS.WriteStream): Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  // Whichever comes first takes the other's listeners away; an error is told by whoever writes next.
  await Promise.race([
    once(stream, 'drain', { signal }).catch(() => null),
    once(stream, 'close', { signal }).catch(() => null),
  ])
  stop.abort()
}

/** Waits where the reader is slower than we are, or the whole archive would pile up. */
function openOutput(file: string | null): Output {
  const stream: WriteStream | NodeJS.WriteStream =
    file === null ? process.stdout : createWriteStream(file)
  let failure: Error | null = null
  stream.on('error', (error) => (failure ??= error))
  const check = (): void => {
    if (failure !== null)
      throw new Error(`cannot write ${file ?? 'the output'}: ${failure.message}`, {
        cause: failure,
      })
  }
  return {
    text: async (text) => {
      check()
      if (!stream.write(text)) await drained(stream)
      check()
    },
    end: async () => {
      if (file !== null) {
        const closed = new Promise<void>((done) => {
          stream.once('close', () => done())
        })
        stream.end()
        await closed
      }
      check()
    },
  }
}
