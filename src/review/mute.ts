import type { Anchor, Comment, Problem, Review, Series } from '../model.ts'
import type { ConfigMuting } from '../rulebook.ts'
import { compileGlob } from '../facts/general/glob.ts'
import { packOf, type RuleSet } from '../rules/load.ts'
import { type Ignore, readIgnores } from './ignore.ts'

/** Mutes comments of a review; they stay in it, with who muted them. */
export type Mute = (review: Review, series: Series) => Review

/** What the config and the mails themselves mute. `sure` are the rules whose silence says something. */
export function openMuting(set: RuleSet, sure: ReadonlySet<string>): Mute {
  const byConfig = new Map([...set.muted].map(([id, muting]) => [id, configMuter(muting)]))
  const known = [...set.ids, ...new Set(set.ids.map(packOf))]
  return (review, series) => {
    const ignores = readIgnores(series, known)
    const used = new Set<Ignore>()
    const comments = review.comments.map((comment): Comment => {
      const { id } = comment.rule
      const named = [
        ignores.patches.get(comment.message.messageId)?.get(id),
        ignores.patches.get(comment.message.messageId)?.get(packOf(id)),
        ignores.series.get(id),
        ignores.series.get(packOf(id)),
      ].filter((ignore) => ignore !== undefined)
      for (const ignore of named) used.add(ignore)
      const [ignore] = named
      const muted =
        byConfig.get(id)?.(comment, series) ??
        (ignore === undefined ? null : `lorelint-ignore in ${ignore.where}: ${ignore.reason}`)
      return muted === null ? comment : { ...comment, muted }
    })
    const all = [ignores.series, ...ignores.patches.values()].flatMap((one) => [...one.values()])
    const unused = all.filter((ignore) => !used.has(ignore) && couldSpeak(ignore, sure))
    // What was not judged whole may yet have something to mute.
    const whole = review.problems.every((problem) => problem.kind !== 'limit')
    const problems = [...ignores.problems, ...(whole ? unused.map(unusedProblem) : [])]
    return { ...review, comments, problems: [...review.problems, ...problems] }
  }
}

function couldSpeak({ name }: Ignore, sure: ReadonlySet<string>): boolean {
  return sure.has(name) || [...sure].some((id) => packOf(id) === name)
}

function unusedProblem({ name, messageId, mailLine }: Ignore): Problem {
  const what = `lorelint-ignore: ${name} mutes nothing; take the line out`
  return { kind: 'damage', code: 'ignore-unused', what, messageId, line: mailLine }
}

function configMuter({ by, off, files }: ConfigMuting) {
  if (off) return () => `${by}: off`
  const globs = files.map((glob) => compileGlob(glob, true))
  const within = (path: string): boolean => globs.some((glob) => glob(path))
  return (comment: Comment, series: Series): string | null => {
    const paths = pathsOf(comment, series)
    return paths.length === 0 || paths.some(within) ? null : `${by}: files`
  }
}

/** The file a comment is about; else those of its patch, or of the series. Where a path is unknown nothing is muted. */
function pathsOf({ anchor, message }: Comment, series: Series): readonly string[] {
  if (anchor.kind === 'line') return anchor.path === null ? [] : [anchor.path]
  const own = series.patches.filter((patch) => patch.message.messageId === message.messageId)
  const patches = isAboutSeries(anchor) || own.length === 0 ? series.patches : own
  const files = patches.flatMap((patch) => patch.files)
  const paths = files.flatMap(({ oldPath, newPath }) => [oldPath, newPath])
  const known = paths.filter((path) => path !== null)
  return files.some(({ oldPath, newPath }) => oldPath === null && newPath === null) ? [] : known
}

function isAboutSeries({ kind }: Anchor): boolean {
  return kind === 'cover' || kind === 'series'
}
