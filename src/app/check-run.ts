import type { RestEndpointMethodTypes } from '@octokit/rest'
import type { GitHub, PullRef } from './github.ts'
import { onceOnly } from './github.ts'
import { cut } from './markdown.ts'
import { refusedKey, sameHead } from './marker.ts'
import type { Placed } from './placing.ts'
import { evidenceAsText, remarkAsText } from './remark.ts'
import { checkSummary } from './summary.ts'
import { conclusionOf, titleOf, type Verdict } from './verdict.ts'

const checkName = 'lorelint'

/** A check run of ours that was found again. */
export interface FoundRun {
  readonly id: number
  /** By this key, by none yet, or of the same head for another branch. */
  readonly of: 'key' | 'refusal' | 'other'
  readonly completed: boolean
  /** How many annotations it already has. */
  readonly annotations: number
}

type CreateParameters = NonNullable<RestEndpointMethodTypes['checks']['create']['parameters']>
type Annotation = NonNullable<NonNullable<CreateParameters['output']>['annotations']>[number]

/**
 * The last check run of a head of a pull request, since that is what GitHub shows: when it went to another branch
 * and came back it is judged again. Other apps' runs never count.
 */
export async function findCheckRun(
  github: GitHub,
  pull: PullRef,
  sought: { readonly head: string; readonly key: string; readonly appId: number },
): Promise<FoundRun | null> {
  const runs = await github.paginate(github.rest.checks.listForRef, {
    owner: pull.owner,
    repo: pull.repo,
    ref: sought.head,
    check_name: checkName,
    app_id: sought.appId,
    // One head can belong to two pull requests, and then has two runs of this name.
    filter: 'all',
    per_page: 100,
  })
  const [run] = runs
    .filter((each) => each.app?.id === sought.appId && sameHead(each.external_id ?? '', sought.key))
    .toSorted((a, b) => b.id - a.id)
  if (run === undefined) return null
  const { id, status, external_id } = run
  const refusal = external_id === refusedKey(sought.key) ? 'refusal' : 'other'
  const of = external_id === sought.key ? 'key' : refusal
  return { id, of, completed: status === 'completed', annotations: run.output.annotations_count }
}

/**
 * Writes the check run: at most 50 annotations go in one request and GitHub appends those of an update,
 * so the run is completed with the last of them and one that was left half-made is continued.
 */
export async function postCheckRun(
  github: GitHub,
  pull: PullRef,
  write: {
    readonly head: string
    readonly key: string
    readonly verdict: Verdict
    readonly found: FoundRun | null
  },
): Promise<void> {
  const at = { owner: pull.owner, repo: pull.repo, request: onceOnly }
  const text = { title: titleOf(write.verdict), summary: checkSummary(write.verdict) }
  const begun = write.found?.of === 'key' ? write.found : null
  const batches = inBatches(annotationsOf(write.verdict).slice(begun?.annotations ?? 0))
  let id = begun?.id ?? null
  for (const [index, annotations] of batches.entries()) {
    const output = { ...text, annotations: [...annotations] }
    const state = index === batches.length - 1 ? completed(write.verdict) : inProgress
    if (id === null) {
      const subject = { name: checkName, head_sha: write.head, external_id: write.key }
      const created = await github.rest.checks.create({ ...at, ...subject, ...state, output })
      id = created.data.id
      continue
    }
    await github.rest.checks.update({ ...at, check_run_id: id, ...state, output })
  }
}

/** Says that the work failed. Without a key, so that the next delivery tries again. */
export async function postFailedRun(github: GitHub, pull: PullRef, head: string): Promise<void> {
  const summary = 'lorelint failed before it was done. Nothing is known about these commits.'
  const at = { owner: pull.owner, repo: pull.repo, request: onceOnly }
  await github.rest.checks.create({ ...at, name: checkName, head_sha: head, ...notJudged(summary) })
}

/**
 * Says what people have to mend first. The next delivery tries again; a run that says so already, or was left
 * half-made, is written over, so that none waits for ever.
 */
export async function postRefusedRun(
  github: GitHub,
  pull: PullRef,
  write: { readonly head: string; readonly key: string; readonly found: FoundRun | null },
  why: string,
): Promise<void> {
  const at = { owner: pull.owner, repo: pull.repo, request: onceOnly }
  const text = { external_id: refusedKey(write.key), ...notJudged(why) }
  const { found } = write
  if (found !== null && (found.of === 'refusal' || !found.completed)) {
    await github.rest.checks.update({ ...at, check_run_id: found.id, ...text })
    return
  }
  await github.rest.checks.create({ ...at, name: checkName, head_sha: write.head, ...text })
}

function notJudged(why: string) {
  const output = { title: 'The patches could not be judged', summary: cut(why, mostSummary) }
  return { status: 'completed', conclusion: 'action_required', output } as const
}

const mostSummary = 65_535

const inProgress = { status: 'in_progress' } as const

function completed(verdict: Verdict) {
  return { status: 'completed', conclusion: conclusionOf(verdict) } as const
}

const mostPerRequest = 50

/** At least one batch: a run without annotations is written too. */
function inBatches(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const batches = []
  for (let at = 0; at < Math.max(annotations.length, 1); at += mostPerRequest) {
    batches.push(annotations.slice(at, at + mostPerRequest))
  }
  return batches
}

/** Removed lines have no line in the head commit, which is all an annotation can name. */
function annotationsOf(verdict: Verdict): readonly Annotation[] {
  return verdict.said.flatMap((placed) => annotation(placed))
}

const levels = { error: 'failure', warning: 'warning', note: 'notice' } as const

function annotation({ comment, place }: Placed): readonly Annotation[] {
  if (place === null || place.side === 'LEFT') return []
  const details = evidenceAsText(comment)
  return [
    {
      path: place.path,
      start_line: place.line,
      end_line: place.line,
      annotation_level: levels[comment.rule.severity],
      title: comment.rule.title.slice(0, 255),
      message: remarkAsText(comment).slice(0, mostCharacters),
      ...(details === '' ? {} : { raw_details: details.slice(0, mostCharacters) }),
    },
  ]
}

/** 64 KB in UTF-8, where a UTF-16 unit takes up to three bytes. */
const mostCharacters = 21_000
