import { setImmediate as nextTurn } from 'node:timers/promises'
import { readSeries } from '../posted.ts'
import { openReviewer, type Reviewer } from '../reviewer.ts'
import { seriesHead } from '../series/assemble.ts'
import { openTree } from '../sources/tree.ts'
import { openBreathing } from './breathe.ts'
import { openCpuClock } from './clock.ts'
import type { Answer, Order, Setup } from './protocol.ts'

/** A process that judges one series at a time; what kills it kills nothing else. */
function work(): void {
  const breathe = openBreathing()
  let setup: Setup | null = null
  let reviewer: Promise<Reviewer> | null = null
  process.on('message', (order: Order) => {
    if (order.kind === 'setup') {
      setup = order.setup
      reviewer = openReviewer({
        ...setup,
        tree: setup.tree === null ? null : openTree(setup.tree, setup.range),
        clock: openCpuClock(),
      })
      // Awaited with the first series; until then it is nobody's.
      reviewer.catch(() => null)
      return
    }
    judge(order, setup, reviewer)
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error)
        return send({ kind: 'failed', why })
      })
      .then(breathe)
      .catch(() => process.exit(1))
  })
  // The parent is gone: nobody will read the answer.
  process.on('disconnect', () => process.exit(0))
}

async function judge(
  { posted, without }: Extract<Order, { kind: 'review' }>,
  setup: Setup | null,
  opening: Promise<Reviewer> | null,
): Promise<void> {
  if (setup === null || opening === null) throw new Error('a series came before the setup')
  const reviewer = await opening
  const series = await readSeries(posted, setup.limits)
  const patches = series.patches.filter((p) => !without.includes(p.message.messageId))
  // A copy would work out all that a series tells only when asked.
  const judged = without.length === 0 ? series : { ...series, patches }
  // Between two patches it is seen whether the parent is still there.
  const at = async (messageId: string): Promise<void> => send({ kind: 'at', messageId })
  const review = await reviewer(judged, at)
  await send({ kind: 'review', review: { ...review, series: seriesHead(series) } })
}

async function send(answer: Answer): Promise<void> {
  process.send?.(answer)
  await nextTurn()
}

work()
