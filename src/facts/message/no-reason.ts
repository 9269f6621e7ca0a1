import type { FileDiff, Patch, Series } from '../../model.ts'
import { changes, pathOf } from '../changes.ts'

/** Why nobody would ask such a patch for a reason: a few words, or null where one would. */
export function needsNoReason(patch: Patch, series: Series): string | null {
  const { tags, title } = patch.message.subject
  if (tags.some((tag) => DRAFT_TAG.test(tag)) || DRAFT_TITLE.test(title))
    return 'not meant to be merged'
  if (PLAIN_WORD.test(title)) return 'the subject says enough'
  if (patch.files.every((file) => PLAIN_FILE.test(pathOf(file) ?? '')))
    return 'device trees, configurations or maintainers alone'
  const end = endOf(title)
  const same = series.patches.filter((other) => endOf(other.message.subject.title) === end)
  return same.length < SET ? null : `one of ${same.length} patches with that subject`
}

/** Whether a line of code is new, not only rows of a table, tests, documents or build files. */
export function changesBehaviour(patch: Patch): boolean {
  return (
    patch.files.some((file) => file.oldPath === null && isCode(file)) ||
    changes(patch).some(
      ({ file, line, inFunction }) =>
        isCode(file) && line.sign === '+' && inFunction !== null && STATEMENT.test(line.text),
    )
  )
}

function isCode(file: FileDiff): boolean {
  const path = pathOf(file) ?? ''
  return (
    /\.(?:c|S|rs)$/.test(path) && !/(?:^|[/_-])(?:tools|k?unit|tests?|selftests?)[/_.-]/.test(path)
  )
}

/** What follows the prefix: "mips: Use foo" and "arm64: Use foo" end alike. */
function endOf(title: string): string {
  return title
    .slice(title.lastIndexOf(':') + 1)
    .trim()
    .toLowerCase()
}

/** From three patches on with the same words the first, or the cover letter, has the reason. */
const SET = 3

const DRAFT_TAG = /^(?:rfc|rft|wip|hack|dnm|test|do ?not ?merge|not ?for ?(?:merge|upstream)\w*)\b/i
const DRAFT_TITLE =
  /\b(?:do ?not ?(?:merge|apply)|not ?for ?(?:merg|upstream)\w*|dnm|wip|hack)\b|^\W*(?:squ\w*sh|fixup|fix for)\b/i
const PLAIN_WORD =
  /\b(?:typos?|spelling|misspell\w*|white ?space|blank|empty lines?|duplicated?|doubled|vendor prefix\w*|kernel-?doc|indent\w*|semi-?colons?|MAINTAINERS?|sync|const|urls?|links?|reorder\w*|minor|cosmetic|sort(?:ed|ing)?|alphabetical\w*|instead of|replace[sd]?|unnecessary|unneeded|redundant|README)\b/i
const PLAIN_FILE = /^arch\/\w+\/boot\/dts\/|^(?:MAINTAINERS|\.mailmap|CREDITS)$|defconfig$/
const STATEMENT = /[;{]\s*$|^\s*(?:if|else|for|while|do|switch|case|return|goto)\b/
