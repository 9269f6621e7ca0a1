import type { Limits, RawMail, Report } from '../model.ts'
import { parseMessage } from '../mail/message.ts'
import { carriedPatch } from '../read-mail.ts'
import { checkpatchMail, withCheckpatch } from '../review/checkpatch.ts'
import { openCheckpatch } from '../sources/checkpatch.ts'

/** Keeps the mails that pass, so that checkpatch.pl can be asked about them afterwards. */
export interface CheckpatchRun {
  readonly mails: (mails: AsyncIterable<RawMail>) => AsyncIterable<RawMail>
  /** The report with what checkpatch.pl finds in its patches. */
  readonly merge: (report: Report) => Promise<Report>
}

/** Opens a checkpatch.pl; without a path nothing is kept and nothing is asked. */
export function openCheckpatchRun(path: string | null, limits: Limits): CheckpatchRun {
  if (path === null) return { mails: (mails) => mails, merge: async (report) => report }
  const checkpatch = openCheckpatch(path, process.env)
  const kept: RawMail[] = []
  return {
    mails: async function* (mails) {
      for await (const mail of mails) {
        kept.push(mail)
        yield mail
      }
    },
    merge: async (report) => {
      const reviews = [...report.reviews]
      const places = new Map(
        reviews
          .flatMap(({ series }, at) => series.messageIds.map((id) => [id, at] as const))
          .toReversed(),
      )
      for (const mail of kept) {
        const message = await parseMessage(mail, limits)
        const at = places.get(message.messageId)
        const review = at === undefined ? undefined : reviews[at]
        const patch = review === undefined ? null : carriedPatch(message, limits)
        if (at === undefined || review === undefined || patch === null) continue
        const { mail: given, above } = checkpatchMail(patch)
        const printed = await checkpatch.run(given)
        reviews[at] = withCheckpatch(review, patch, printed, above)
      }
      return { ...report, reviews }
    },
  }
}
