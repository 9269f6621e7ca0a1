import type { FileDiff, Patch, Series } from '../../model.ts'
import { changes, pathOf } from '../changes.ts'

/** Why nobody would ask such a patch for a reason: a few words, or null where one would. */
export function needsNoReason(patch: Patch, series: Series): string | null {
  const { tags, title } = patch.message.subject
  if (tags.some((tag) => DRAFT_TAG.test(tag)) || DRAFT_TITLE.test(title))
    return 'not meant to be merged'
  if (PLAIN_WORD.test(title)) return 'the subject says enough'
  if (tags.some((tag) => OTHER_PROJECT.test(tag))) return 'a patch of another project'
  if (patch.files.every((file) => PLAIN_FILE.test(pathOf(file) ?? '')))
    return 'device trees, bindings, documents, selftests, configurations, maintainers or the local version alone'
  const end = endOf(title)
  const same = series.patches.filter((other) => endOf(other.message.subject.title) === end)
  if (same.length >= SET) return `one of ${same.length} patches with that subject`
  const [first, ...rest] = patch.files
  const path = first === undefined || rest.length > 0 ? null : pathOf(first)
  const begin = beginOf(end)
  const alike = series.patches.filter(
    ({ files, message }) =>
      files.length === 1 &&
      files.some((file) => pathOf(file) === path) &&
      beginOf(endOf(message.subject.title)) === begin,
  )
  return path === null || alike.length < SET
    ? null
    : `one of ${alike.length} such patches to ${path}`
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

/** "add connection from a to b" and "add connection from b to c" begin alike. */
function beginOf(end: string): string {
  return end.split(/\s+/, 3).join(' ')
}

/** From three patches on with the same words the first, or the cover letter, has the reason. */
const SET = 3

const DRAFT_TAG = /^(?:rfc|rft|wip|hack|dnm|test|do ?not ?merge|not ?for ?(?:merge|upstream)\w*)\b/i
const DRAFT_TITLE =
  /\b(?:do ?not ?(?:merge|apply)|not ?for ?(?:merg|upstream)\w*|dnm|wip|hack)\b|^\W*(?:squ\w*sh|fixup|fix for)\b/i
const PLAIN_WORD =
  /\b(?:typos?|spelling|misspell\w*|white ?space|blank|empty lines?|duplicated?|doubled|vendor prefix\w*|kernel-?doc|indent\w*|semi-?colons?|MAINTAINERS?|sync|const|urls?|links?|reorder\w*|minor|cosmetic|sort(?:ed|ing)?|alphabetical\w*|instead of|replace[sd]?|unnecessary|unneeded|redundant|README)\b/i
const PLAIN_FILE =
  /^arch\/\w+\/boot\/dts\/|^Documentation\/|^tools\/testing\/|^(?:MAINTAINERS|\.mailmap|CREDITS|localversion[-\w]*)$|defconfig$/
/** Mailed to lists of the kernel, with customs of their own. */
const OTHER_PROJECT = /unit-?tests$|^(?:kvmtool|iproute2|ethtool|qemu|libgpiod)\b/i
const STATEMENT = /[;{]\s*$|^\s*(?:if|else|for|while|do|switch|case|return|goto)\b/
