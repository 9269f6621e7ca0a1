import type { Replay } from './measure-replay.ts'
import { openProgress } from './progress.ts'
import {
  type Coincidence,
  coincidences,
  type PeerFinding,
  readCheckpatch,
} from '../measure/peer.ts'
import { chosen } from '../measure/sample.ts'
import type { Patch } from '../model.ts'
import { escapeLine } from '../report/escape.ts'
import type { Checkpatch } from '../sources/checkpatch.ts'

/** Lines above the body in what checkpatch is given. */
const HEAD_LINES = 3

/** Runs checkpatch on the patches a rule spoke on and on `others` more, and compares. */
export async function comparePeer(
  replay: Replay,
  checkpatch: Checkpatch,
  rules: readonly string[],
  { others, seed }: { readonly others: number; readonly seed: string },
): Promise<ReadonlyMap<string, Coincidence>> {
  const { records, series, state, jobs } = replay
  const fires = records.flatMap((record) => record.fires)
  const fired = new Set(fires.map((fire) => fire.messageId))
  const silent = [...replay.sent.keys()].filter((id) => !fired.has(id))
  const wanted = new Set([...fired, ...chosen(silent, others, seed, (id) => id)])
  const found = new Map<string, readonly PeerFinding[]>()
  const progress = openProgress()
  const queue = records.entries()
  const work = async (): Promise<void> => {
    for (const [at, record] of queue) {
      const ours = record.patches
        .map((p) => p.messageId)
        .filter((id) => wanted.has(id) && !found.has(id))
      let patches: readonly Patch[] | null = null
      for (const id of ours) {
        found.set(id, [])
        const name = `checkpatch ${checkpatch.hash} ${id}`
        let said = state.get(name)
        if (typeof said !== 'string') {
          patches ??= (await series[at]?.load())?.patches ?? []
          const patch = patches.find((one) => one.message.messageId === id)
          said = patch === undefined ? '' : await checkpatch.run(asMail(patch))
          state.put(name, said)
        }
        found.set(id, readCheckpatch(String(said), HEAD_LINES))
        progress.show(() => `checkpatch: ${found.size} of ${wanted.size} patches`)
      }
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  progress.clear()
  return coincidences(rules, fires, found)
}

/** The mail with its body decoded: checkpatch reads no transfer encoding. */
function asMail({ message, text }: Patch): string {
  const { name, address } = text.author
  const head = [`From: ${name} <${address}>`, `Subject: ${message.subject.text}`].map(escapeLine)
  return `${head.join('\n')}\n\n${message.body}`
}
