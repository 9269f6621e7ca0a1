import type { Patch } from '../../model.ts'
import { type Shape, shapeOf } from './diff-shape.ts'
import { exemption } from './exempt.ts'
import { PREREQUISITE, stableFeatures } from './features.ts'
import { type Look, lookAt } from './look.ts'

/**
 * What a patch tidies, for the comment, where its diff shows that nothing else is done: "changes comments only",
 * "takes away what is unused". Narrow on purpose: a Fixes: tag on anything else may be right. Null otherwise.
 */
export function tidied(patch: Patch): string | null {
  if (exemption(patch) !== null) return null
  const features = new Set(stableFeatures(patch))
  if (SEEN.some((name) => features.has(name)) || !features.has('no-harm-word')) return null
  const look = lookAt(patch)
  if (PREREQUISITE.test(look.log) || ERRNO.test(look.log)) return null
  const shape = shapeOf(look)
  if (shape !== null && PURE.has(shape)) return PURE.get(shape) ?? null
  return (shape === 'deletions' || isLess(look)) && !acts(look) ? takenAway(look) : null
}

/** Somebody saw it go wrong, or the log says that it does. */
const SEEN = ['trace', 'reported-by', 'syzbot', 'regression', 'subject-revert']

const PURE: ReadonlyMap<Shape, string> = new Map<Shape, string>([
  ['comments', 'it changes comments only'],
  ['blanks', 'it changes white space only'],
])

/** A call for its own sake goes: then something is no longer done, and that may be the repair. */
function acts({ removed }: Look): boolean {
  return removed.some((line) => /^\w+\(.*\);$|^(?:if|while) \(.*\w\(/.test(line))
}

/** A user gets an error: "always returns -EINVAL". */
const ERRNO = /\breturns?(?:\swith)?\s-?E[A-Z]{3,12}\b/

/** Much out and little in. */
function isLess({ added, removed }: Look): boolean {
  return removed.length >= 2 * added.length && removed.length > 0
}

function takenAway({ deed }: Look): string | null {
  const word = GONE.exec(deed)?.[1] ?? null
  return word === null ? null : `it takes away what the subject calls ${word}`
}

const GONE =
  /^(?:remove|drop|delete|get rid of|kill|clean ?up|eliminate)s?\b.*\b(unused|redundant|unneeded|unnecessary|useless|dead|superfluous|extraneous|obsolete|duplicated?|never used)\b/
