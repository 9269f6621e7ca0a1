import type { KEYS, SECTIONS } from '../read.ts'

/** A key of a rule's front matter; `values` is empty where any text may stand. */
export interface KeyHelp {
  readonly values: readonly string[]
  /** Holds when the key is not given; null when nothing does. */
  readonly otherwise: string | null
  readonly doc: string
}

/** Every key that the reader takes: the compiler holds this complete. */
export const KEY_HELP: Readonly<Record<(typeof KEYS)[number], KeyHelp>> = {
  severity: {
    values: ['error', 'warning', 'note'],
    otherwise: 'warning',
    doc: 'How grave a finding is.',
  },
  files: {
    values: [],
    otherwise: null,
    doc: 'Folders ("drivers/hwmon/"), paths or globs, separated by blanks; a patch that touches none is not looked at. Without the key: every file.',
  },
  source: {
    values: [],
    otherwise: null,
    doc: 'One or more URLs: the mail or document the rule comes from.',
  },
  since: { values: [], otherwise: null, doc: 'Free text; not used yet.' },
  maturity: {
    values: ['stable', 'nursery'],
    otherwise: 'nursery',
    doc: 'A nursery rule speaks only with --nursery or when named.',
  },
  speaks: {
    values: ['always', 'by-maturity'],
    otherwise: 'by-maturity',
    doc: 'Whether it speaks by default whatever its maturity.',
  },
  scope: {
    values: ['hunk', 'function', 'file', 'series'],
    otherwise: 'hunk',
    doc: 'How far apart the parts of the pattern may stand.',
  },
  project: {
    values: ['linux', 'any'],
    otherwise: null,
    doc: 'The project whose patches it is asked about; "any" in a pack that is for one. Without the key: as PACK.md says.',
  },
}

/** Every section that the reader takes. */
export const SECTION_HELP: Readonly<Record<(typeof SECTIONS)[number], string>> = {
  Match:
    'One fence: heads, then lines of C with their sign in the first column, then where clauses.',
  Comment: 'One fence: what is said, with holes; a sentence with an unbound hole is left out.',
  Fix: 'One fence: how to mend it, as a patch with the same holes.',
  Examples:
    'A fence below each "### name": a quoted patch, and unquoted the comment expected under the line above.',
  Measured: 'Figures that measure writes; not to be edited.',
}

/** The fences of a Match section. */
export const FENCE_HELP: readonly { readonly fence: string; readonly doc: string }[] = [
  { fence: 'diff', doc: 'Heads, lines of C with their sign, and clauses.' },
  { fence: 'lines', doc: 'Heads, lines of text with their sign, and clauses: for what is no C.' },
  { fence: 'lines exact', doc: 'The same, where tabs, blanks and empty lines count.' },
  { fence: 'query', doc: 'A tree-sitter query over the new side, in place of a pattern.' },
  { fence: 'query old', doc: 'The same over the old side.' },
]

/** The keys of heads with a meaning of their own; any other key is that of a trailer. */
export const HEAD_HELP: readonly { readonly key: string; readonly doc: string }[] = [
  { key: 'Subject', doc: 'The title of the patch, without "[PATCH ...]".' },
  {
    key: 'Tag',
    doc: 'Each word of the brackets of the subject besides PATCH, version and counter: "RFC", "net-next".',
  },
  { key: 'Message', doc: 'The log, trailers included.' },
  { key: 'Notes', doc: 'What stands between "---" and the diff.' },
  { key: 'From', doc: 'The author: "Name <address>".' },
  { key: 'To', doc: 'Each address of To: and Cc: of the mail.' },
  { key: 'Fixes', doc: 'The value of that trailer; so with every other key of a trailer.' },
]

/** What may stand behind the colon of a head; "not " turns the first three round. */
export const VALUE_HELP: readonly { readonly form: string; readonly doc: string }[] = [
  { form: '/regex/flags', doc: 'The regex is found; RE2 syntax, flags i, m and s.' },
  { form: 'glob*', doc: 'The glob fits the whole text.' },
  { form: '{list}', doc: 'A line of the list fits as a glob.' },
  { form: '$HOLE', doc: 'There is one; binds its text.' },
]
