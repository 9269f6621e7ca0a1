import type { Patch } from '../../model.ts'

/** Whether the log says that it takes over a commit: "commit ... upstream.", "[ Upstream commit ... ]", "(cherry picked from", or has the marks of a tree. */
export function isBackport(patch: Patch): boolean {
  return patch.text.log.some(
    ({ text }, at) =>
      (at < HEAD_LINES && UPSTREAM.test(text)) || PICKED.test(text) || isCommitted(patch, at),
  )
}

/** A link to the list right below a sign-off is what the tools of committers add. */
function isCommitted({ text: { log } }: Patch, at: number): boolean {
  return (
    COMMITTER_LINK.test(log[at]?.text ?? '') && /^signed-off-by:/i.test(log[at - 1]?.text ?? '')
  )
}

/** The note stands at the top of the log, below the From: of the author and a word on why. */
const HEAD_LINES = 20

const UPSTREAM =
  /^\s{0,8}\[?\s?(?:upstream commit\b|commit [0-9a-f]{8,40}\b.{0,20}\b(?:upstream|from)\b)|^\s{0,8}upstream:? [0-9a-f]{8,40}\b/i

const COMMITTER_LINK = /^link: https?:\/\/(?:lore|lkml|patch)\.(?:kernel\.org|msgid\.link)\/r\//i

const PICKED = /^\(?(?:cherry[- ]picked|backported) from\b/i
