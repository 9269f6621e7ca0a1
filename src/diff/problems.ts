import type { Problem, ProblemCode, ProblemKind } from '../model.ts'

/**
 * The closed list of what can be wrong with a diff, with the sentence people read; `%` is what the place that
 * finds it knows.
 * A code is a promise to programs: never rename one, add a new one instead.
 */
const known = {
  // Mended: what is judged from here on is our reconstruction.
  'context-blank-lost': ['repair', 'context lines lost their leading blank; repaired'],
  'lines-wrapped': ['repair', 'long diff lines were wrapped by a mailer; joined again'],
  'no-break-spaces': ['repair', 'a mailer put no-break spaces for blanks; read as blanks'],
  'crlf-line-ends': ['repair', 'the whole diff has CRLF line ends; read as LF'],
  'path-prefix-missing': ['repair', 'the paths have no a/ and b/ in front; read as they stand'],
  'path-from-diffstat': [
    'repair',
    'the file header is missing; the path is the only one the diffstat leaves over',
  ],
  'tabs-collapsed': ['repair', 'tabs became single blanks; the lines are read as they stand'],
  // Left: a part of the facts stays unknown.
  'file-header-missing': ['damage', 'a file header is missing, so the path is unknown'],
  'file-name-missing': ['damage', 'a file header names no file'],
  'hunk-header-missing': ['damage', 'an @@ line is missing, so its lines have no numbers'],
  'hunk-lines-missing': ['damage', 'a hunk has fewer lines than its @@ line says'],
  'hunk-corrupt': [
    'damage',
    'a hunk does not have the lines its @@ line says; git calls it corrupt',
  ],
  'text-between-hunks': ['damage', 'there is text between two hunks; git refuses such a patch'],
  'lines-after-hunk': [
    'damage',
    'changed lines follow a hunk that is already complete; git ignores them',
  ],
  'binary-corrupt': ['damage', 'a binary patch is cut or garbled'],
  'git-refuses': ['damage', 'git apply refuses the patch: %'],
  'git-reads-otherwise': ['damage', 'git apply reads other changes than stand here: %'],
  'several-patches': [
    'damage',
    'the mail holds % patches; git apply takes them for one, and so do we',
  ],
  'diff-in-log': [
    'damage',
    'a diff stands above the "---"; git mailinfo ends the log there, and git apply takes both diffs',
  ],
  'file-twice': ['damage', 'the patch changes % twice; both parts are judged'],
  'path-unsafe': ['damage', 'the path %'],
  symlink: ['damage', '% is a symbolic link; git apply makes it point where its line says'],
  submodule: ['damage', '% is a submodule; git apply makes a folder of it without its files'],
  // Not judged at all.
  'combined-diff': ['limit', 'a combined diff (of a merge) is not judged'],
  'patch-too-large': ['limit', '%; its files were not read'],
  'too-many-files': ['limit', '%; the rest was not read'],
} as const satisfies Partial<Record<ProblemCode, readonly [ProblemKind, string]>>

export type DiffProblemCode = keyof typeof known

/** Makes the problem for a code of the list above. */
export function diffProblem(
  code: DiffProblemCode,
  messageId: string | null,
  line: number | null,
  detail = '',
): Problem {
  const [kind, what] = known[code]
  return { kind, code, what: what.replace('%', () => detail), messageId, line }
}
