import type { Patch } from '../../model.ts'
import { changes, type Change, pathOf } from '../changes.ts'

/** What a detector may look at; worked out once for a patch. */
export interface Look {
  readonly patch: Patch
  readonly title: string
  /** The title without its prefixes, lower case: "expose pmmir_el1.slots to guests". */
  readonly deed: string
  /** The log without trailers. */
  readonly log: string
  readonly all: readonly Change[]
  /** Texts of added and of removed lines that are not blank, trimmed. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly paths: readonly string[]
}

/** A log wraps at 75 columns; what is longer is a paste, and regexes pay for its length. */
const LINE_READ = 500

/** What the detectors look at, from a patch as it was read. */
export function lookAt(patch: Patch): Look {
  const { title, log, trailers } = patch.text
  const tags = new Set(trailers.map(({ mailLine }) => mailLine))
  const all = changes(patch)
  const side = (sign: '+' | '-'): readonly string[] =>
    all
      .filter(({ line }) => line.sign === sign)
      .map(({ line }) => line.text.slice(0, LINE_READ).trim())
      .filter((text) => text !== '')
  return {
    patch,
    title,
    deed: deedOf(title),
    log: log
      .filter(({ mailLine }) => !tags.has(mailLine))
      .map(({ text }) => text.slice(0, LINE_READ))
      .join('\n'),
    all,
    added: side('+'),
    removed: side('-'),
    paths: patch.files.map((file) => pathOf(file) ?? ''),
  }
}

/** "crypto: qat - refactor x" and "net: foo: (bar) refactor x" both do "refactor x". */
function deedOf(title: string): string {
  return title
    .slice(0, LINE_READ)
    .replace(/^(?:[^:\s][^:]{0,60}:\s*)+/, '')
    .replace(/^\([^)]{1,60}\)\s*/, '')
    .replace(/^[\w-]{1,40} - /, '')
    .toLowerCase()
}
