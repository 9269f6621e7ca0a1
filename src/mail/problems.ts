import type { Problem, ProblemCode, ProblemKind } from '../model.ts'

/**
 * The closed list of what can be wrong with a mail, with the sentence people read; `%` is what the
 * place that finds it knows. A code is a promise to programs: never rename one, add a new one instead.
 */
const known = {
  // Mended: what is judged from here on is our reconstruction.
  'address-hidden': ['repair', 'the archive hides hosts of addresses; %'],
  'author-differs': [
    'repair',
    'git mailinfo records the author as %; read as the person who sent it',
  ],
  'byte-order-mark': [
    'repair',
    'a byte order mark stands before the headers; git am reads none of them',
  ],
  'base64-damaged': [
    'repair',
    'lines stand between the base64 text; they were read as they stand, git mailinfo decodes them',
  ],
  'charset-missing': ['repair', 'no charset for 8-bit text; read as UTF-8 or Latin-1'],
  'charset-unknown': ['repair', 'unknown charset "%"; read as UTF-8 or Latin-1'],
  'cr-line-ends': ['repair', 'the lines end in a lone CR'],
  flowed: ['repair', 'the patch was sent as format=flowed; its lines were joined again'],
  'flowed-kept': [
    'repair',
    'the mail says format=flowed, but its diff adds up as it stands; git mailinfo joins its lines',
  ],
  'part-left-out': ['repair', 'git mailinfo appends the part % to the patch; it was left out'],
  'quoted-crlf': [
    'repair',
    'the encoded text has CRLF line ends; read as LF, git mailinfo keeps the CRs',
  ],
  'utf-16': ['repair', 'the file is UTF-16; git am cannot read it'],
  // Left: a part of the facts stays unknown.
  'charset-invalid': [
    'damage',
    'the text is declared % but is not; its invalid lines were read as UTF-8, Latin-1 or U+FFFD',
  ],
  'header-broken': [
    'damage',
    'no blank line ends the header block; the text begins at the first line that is no header',
  ],
  'header-missing': [
    'damage',
    'no header block (Message-ID, To, ... are unknown); the whole text was read as body',
  ],
  'header-twice': ['damage', 'the mail has several % headers; the last one counts, as for git'],
  'html-only': ['damage', 'the mail is HTML only; %'],
  'nul-bytes': ['damage', 'the text holds NUL bytes; git mailinfo cuts lines there'],
  'patch-twice': ['damage', 'the patch is attached and in the text; % was read'],
  'quoted-printable-damage': [
    'damage',
    'the diff holds quoted-printable codes ("=3D", "=20") that no header announces',
  ],
  scissors: [
    'damage',
    'a scissors line stands in the log; git am without --scissors keeps the text above it',
  ],
  // Not judged at all.
  'head-too-large': ['limit', '%; what follows was not read'],
  'line-too-long': ['limit', '%; the body was not read'],
  'mail-too-large': ['limit', '%; it was not read'],
  'mime-broken': ['limit', 'the parts of the mail could not be told apart: %'],
  'mime-depth': ['limit', '%; the rest was not read'],
  'mime-parts': ['limit', '%; the rest was not read'],
} as const satisfies Partial<Record<ProblemCode, readonly [ProblemKind, string]>>

export type MailProblemCode = keyof typeof known

/** A Problem found before the Message-ID is known. */
export interface Trouble extends Omit<Problem, 'messageId'> {
  readonly code: MailProblemCode
}

/** Makes the trouble for a code of the list above. */
export function trouble(code: MailProblemCode, detail = '', line: number | null = null): Trouble {
  const [kind, what] = known[code]
  return { kind, code, what: what.replace('%', () => detail), line }
}

/** Gives troubles the Message-ID of their mail. */
export function problemsOf(troubles: readonly Trouble[], messageId: string): readonly Problem[] {
  return troubles.map((t) => ({ ...t, messageId }))
}
