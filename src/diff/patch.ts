import { LIMITS } from '../limits.ts'
import { overLimit } from '../mail/over-limit.ts'
import type { FileDiff, Limits, Message, Patch, PatchText, Problem, Refusal } from '../model.ts'
import type { GitFile } from './git-apply/read-as-git.ts'
import { type GitView, gitView } from './git-view.ts'
import { numstat } from './numstat.ts'
import { type DiffProblemCode, diffProblem } from './problems.ts'
import { readDiff } from './read.ts'
import { doubleFiles, stackedPatches } from './stacked.ts'
import { unsafeFiles } from './unsafe.ts'

/** Reads the diff of a patch that a mail carries or quotes; where git apply sees other changes, that is said. */
export function readPatch(message: Message, text: PatchText, limits: Limits = LIMITS): Patch {
  const { messageId } = message
  const size = text.diff.reduce((sum, line) => sum + Buffer.byteLength(line.text) + 1, 0)
  if (size > limits.patch) {
    const what = overLimit('the patch', size, 'patch', limits)
    const line = text.diff[0]?.mailLine ?? null
    const problem = diffProblem('patch-too-large', messageId, line, what)
    return { message, text, files: [], refusal: null, problems: [...text.problems, problem] }
  }
  const quoted = text.quoteDepth > 0
  const context = { messageId, diffstat: text.diffstat, quoted, limits }
  const { files, problems } = readDiff(text.diff, context)
  const isCut = problems.some((p) => p.kind === 'limit' && p.code !== 'combined-diff')
  const view = isCut ? null : gitView(message, text)
  const told = view === null ? [] : gitProblems(view, files, problems, messageId)
  const stacked = stackedPatches(text.diff, files, view?.separated ?? true, messageId)
  return {
    message,
    text,
    files,
    refusal: refusalOf(view),
    problems: [
      ...text.problems,
      ...problems,
      ...told,
      ...(quoted ? [] : [...stacked, ...doubleFiles(files, messageId)]),
      ...unsafeFiles(files, messageId),
    ],
  }
}

function refusalOf(view: GitView | null): Refusal | null {
  if (view === null || view.error === null) return null
  return { line: view.from + view.error.at, text: view.error.text }
}

/** Damage that says by itself why git apply refuses the patch, or reads other lines or paths. */
const explains: ReadonlySet<string> = new Set<DiffProblemCode>([
  'context-blank-lost',
  'lines-wrapped',
  'path-prefix-missing',
  'file-name-missing',
  'hunk-corrupt',
  'text-between-hunks',
  'binary-corrupt',
  'combined-diff',
])

function gitProblems(
  view: GitView,
  files: readonly FileDiff[],
  problems: readonly Problem[],
  messageId: string,
): readonly Problem[] {
  if (problems.some((p) => explains.has(p.code))) return []
  if (view.error !== null)
    return [diffProblem('git-refuses', messageId, view.from + view.error.at, view.error.text)]
  const own = files.map(statLine)
  const theirs = view.files.map(gitLine)
  const at = theirs.findIndex((line, i) => line !== own[i])
  if (at < 0 && own.length === theirs.length) return []
  const line = files[at < 0 ? theirs.length : at]?.mailLine ?? null
  const what = theirs[at] ?? `${theirs.length} of the ${own.length} files`
  return [diffProblem('git-reads-otherwise', messageId, line, what)]
}

function statLine(file: FileDiff): string {
  const { added, removed } = numstat(file)
  const path = file.newPath ?? file.oldPath ?? ''
  return gitLine({
    path: Buffer.from(path).toString('latin1'),
    added,
    removed,
    binary: file.binary,
  })
}

function gitLine({ path, added, removed, binary }: GitFile): string {
  const name = Buffer.from(path, 'latin1').toString()
  return binary ? `${name} binary` : `${name} +${added} -${removed}`
}
