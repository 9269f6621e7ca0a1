import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { shapeOf } from './diff-shape.ts'
import { exemption } from './exempt.ts'
import { PREREQUISITE, stableFeatures } from './features.ts'
import { type Look, lookAt } from './look.ts'

/**
 * What a patch tidies, for the comment, where its diff shows that nothing else is done, or its log says so:
 * "From the diff, it changes comments only". Narrow on purpose: a Fixes: tag on anything else may be right.
 * Null otherwise.
 */
export function tidied(patch: Patch): string | null {
  if (
    exemption(patch) !== null ||
    configures(patch) ||
    isReported(patch) ||
    isForNext(patch) ||
    thinksOfStable(patch)
  )
    return null
  const features = new Set(stableFeatures(patch))
  if (SEEN.some((name) => features.has(name)) || !features.has('no-harm-word')) return null
  const look = lookAt(patch)
  if (PREREQUISITE.test(look.log) || ERRNO.test(look.log)) return null
  const shape = shapeOf(look)
  // Wrong words in a document mislead, whatever the code does.
  if (shape !== 'docs' && saysNoChange(look)) return 'The log says that nothing changes'
  if (shape === 'blanks') return 'From the diff, it changes white space only'
  // Whoever builds with -Werror or builds the documents is bothered by a warning.
  if (WARNING.test(look.log)) return null
  if (shape === 'comments') return 'From the diff, it changes comments only'
  return (shape === 'deletions' || isLess(look)) && !acts(look) ? takenAway(look) : null
}

/** Somebody saw it go wrong, or the log says that it does. */
const SEEN: readonly string[] = ['trace', 'syzbot', 'regression', 'subject-revert']

/** By a human, or by a robot that builds the tree: then a build says something that it should not. */
function isReported({ text }: Patch): boolean {
  return text.trailers.some(({ key }) => /^reported/i.test(key))
}

/** What an earlier removal left behind there still shows: in every build's questions, flags or warnings. */
function configures({ files }: Patch): boolean {
  return files.every((file) =>
    /(?:^|\/)(?:Kconfig[^/]*|[^/]*_?defconfig|Makefile[^/]*|Kbuild)$/.test(pathOf(file) ?? ''),
  )
}

/** What is in linux-next only goes to nobody's stable tree, and the tag helps to fold it in. */
function isForNext({ message }: Patch): boolean {
  return message.subject.tags.some((tag) => /next$/i.test(tag))
}

/** The author says below the "---" why it is a repair, or that it need not be picked. */
function thinksOfStable({ text }: Patch): boolean {
  return text.notes.some((line) => /\b(?:stable|backport\w{0,5}|bug ?fix)\b/i.test(line.text))
}

/** It may be the culprit of which that was said: "its log states there was no functional change". */
function saysNoChange({ log }: Look): boolean {
  const found = NO_CHANGE.exec(log)
  if (found === null) return false
  return !OF_ANOTHER.test(log.slice(Math.max(0, found.index - 80), found.index))
}

const OF_ANOTHER =
  /\b(?:was|were|states?|stated|said|claim(?:s|ed)?|supposed|promised|should have)\b[^.]{0,40}$/i

const NO_CHANGE = /\bno (?:intended )?functional (?:changes?|difference|effect|impact)\b/i

const WARNING = /\bwarn(?:s|ings?)?\b|\bcomplains?\b/i

/**
 * Something that is found or done at run time goes, and that may be the repair: a call for its own sake, or an
 * entry of a table of ids.
 */
function acts({ removed }: Look): boolean {
  return removed.some((line) => /^\w+\(.*\);$|^(?:if|while) \(.*\w\(/.test(line) || isEntry(line))
}

/** `{"foo", FOO },`, `{ PCI_DEVICE(FOO) },` and `.compatible = "foo",`. */
function isEntry(line: string): boolean {
  return /^\{.*\},?$/.test(line) || /^\{? ?\.?compatible\b/.test(line)
}

/** A user gets an error: "always returns -EINVAL". */
const ERRNO = /\breturns?(?:\swith)?\s-?E[A-Z]{3,12}\b/

/** Much out and little in. */
function isLess({ added, removed }: Look): boolean {
  return removed.length >= 2 * added.length && removed.length > 0
}

function takenAway({ deed }: Look): string | null {
  const word = GONE.exec(deed)?.[1] ?? null
  return word === null ? null : `From the diff, it takes away what the subject calls ${word}`
}

const GONE =
  /^(?:remove|drop|delete|get rid of|kill|clean ?up|eliminate)s?\b.*\b(unused|redundant|unneeded|unnecessary|useless|dead|superfluous|extraneous|obsolete|duplicated?|never used)\b/
