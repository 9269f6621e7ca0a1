import type { Patch } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { askedFor } from './asked-for.ts'
import { exemption } from './exempt.ts'
import { DOCS, shapeOf } from './diff-shape.ts'
import { FEATURE_VERB, PREREQUISITE, stableFeatures } from './features.ts'
import { heldBack, HELPER, isBroken, notesTell } from './held-back.ts'
import { BROKEN, kvmFeature } from './kvm-feature.ts'
import { lookAt } from './look.ts'
import { fixScore, type Score } from './score.ts'
import { stableTag } from './tags.ts'
import { told } from './told.ts'

/**
 * How a patch for stable reads, never more than one:
 * `no-fix` - it repairs nothing; `documentation` - it touches no code; `prerequisite` - it is there for a
 * later patch and does not say so; `untold` - it may be a fix, and the log names no symptom; `fix`; `open`.
 */
export type Reading = 'no-fix' | 'documentation' | 'prerequisite' | 'untold' | 'fix' | 'open'

export interface Verdict {
  readonly reading: Reading
  /** For `explain`. */
  readonly said: string
  /** For the comment: `the subject says "Expose" and the log names no crash, hang, leak or other harm`. */
  readonly why: string
  /** Title of the later patch that it seems to be for. */
  readonly fix: string | null
}

/** Reads subject, log, diff and the rest of the series; worked out once per patch. */
export function verdictOf(situation: Situation): Verdict {
  const known = situation.perSeries(verdictOf, () => new Map<Patch, Verdict>())
  const found = known.get(situation.patch) ?? judge(situation)
  known.set(situation.patch, found)
  return found
}

function judge(situation: Situation): Verdict {
  const { patch } = situation
  const verdict = (reading: Reading, said: string, more: Partial<Verdict> = {}): Verdict => ({
    reading,
    said,
    why: said,
    fix: null,
    ...more,
  })
  const exempt = exemption(patch)
  if (exempt !== null) return verdict('open', exempt)
  const asked = askedFor(patch)
  if (asked !== null) return verdict('open', `somebody asked for the tag: ${asked}`)
  const kvm = kvmFeature(patch)
  if (kvm !== null) {
    const why = `the subject says "${kvm.verb}" and ${kvm.diff}`
    return verdict('no-fix', `${why}: that is a feature`, { why })
  }
  const score = fixScore(situation)
  if (score === null) return verdict('open', 'no rules/tables/stable-weights.tsv')
  const why = told(patch, score.features)
  const said = `${why} (${score.against} of ${score.threshold})`
  const { reading, fix } = weigh(situation, score)
  if (reading === 'open' && score.against < 0) return verdict('fix', score.pleas.join(', '))
  return verdict(reading, reading === 'open' ? `neither a fix nor none: ${said}` : said, {
    why,
    fix,
  })
}

/** What the score leaves open is settled by the rest of the series, and by what the log does not say. */
function weigh(
  situation: Situation,
  score: Score,
): { readonly reading: Reading; readonly fix: string | null } {
  const { patch } = situation
  const { deed, log } = lookAt(patch)
  const { features, against, threshold } = score
  const reading = (name: Reading, fix: string | null = null) => ({ reading: name, fix })
  const plain = touchesNoCode(patch)
  // A binding goes with what the driver needs.
  if (plain && (isBesideCode(situation) || features.has('reported-by'))) return reading('open')
  if (isBroken(features) || PREREQUISITE.test(log)) return reading(plain ? 'documentation' : 'open')
  const fix = repairs(situation, situation.position + 1)
  if (HELPER.test(deed) || (fix !== null && PREPARES.test(deed))) {
    const silent = ['no-harm-word', 'no-fault-word'].every((name) => features.has(name))
    const serves = silent && !features.has('fixes-tag') && !namesFix(patch, log) && !AIM.test(log)
    return reading(
      serves && (fix !== null || features.has('no-problem-stated')) ? 'prerequisite' : 'open',
      fix,
    )
  }
  if (against > threshold && heldBack(patch, features) === null) return reading('no-fix')
  if (plain) return reading('documentation')
  const untold = UNTOLD.every((name) => features.has(name)) && !features.has('subject-fault-word')
  // Where the series repairs something that is told, a part of it need not tell it again.
  return reading(
    untold && !hasNoSymptom(patch) && repairs(situation, 0) === null ? 'untold' : 'open',
  )
}

/** Told below the "---", or there can be none: a comment, or a function that is used where its lines stood. */
function hasNoSymptom(patch: Patch): boolean {
  const look = lookAt(patch)
  return notesTell(patch) || shapeOf(look) === 'comments' || /^(?:re)?use\b/.test(look.deed)
}

/** What a later fix may stand on. */
const PREPARES = /^(?:rename|refactor|rework|prepare|clean|cleanup|simplify|reorder|restructure)\b/

/** What the change is to make possible. */
const AIM = /^(?:in order )?to (?:make|allow|enable|let|be able)\b/im

/** The log or the tag's comment does say what it is for. */
function namesFix(patch: Patch, log: string): boolean {
  const comment = stableTag(patch)?.value.split('#')[1] ?? ''
  return (
    /\bfix(?:es|ed|ing)?\b|\bcommit [0-9a-f]{8,40}\b|\bbugs?\b/i.test(log) ||
    /\bfor\b|\bneeded\b|\b[0-9a-f]{8,40}\b/i.test(comment)
  )
}

/** Documentation, or tests that are new: what repairs a test may well be wanted. */
function touchesNoCode(patch: Patch): boolean {
  const { deed, paths } = lookAt(patch)
  return (
    paths.length > 0 &&
    (paths.every((path) => DOCS.test(path)) ||
      (FEATURE_VERB.test(deed) &&
        !AGAIN.test(deed) &&
        paths.every((path) => DOCS.test(path) || TESTS.test(path))))
  )
}

/** Another patch of the series is tagged for stable and touches code, and does not weigh as no fix itself. */
function isBesideCode({ patch, series, knowledge }: Situation): boolean {
  return series.patches.some((other) => {
    if (other === patch || stableTag(other) === null || touchesNoCode(other)) return false
    const score = fixScore({ patch: other, knowledge })
    return score !== null && score.against <= score.threshold
  })
}

/** A test that is there and is written anew may be wrong in stable trees as well. */
const AGAIN = /^re-?/

const TESTS = /^tools\/testing\//

const UNTOLD = ['no-problem-stated', 'no-consequence-word', 'no-necessity']

const REPAIRS: ReadonlySet<string> = new Set([...BROKEN, 'subject-prevent-verb', 'harm-words'])

/** The title of a patch of the series, from a place on, that is tagged for stable and repairs something. */
function repairs(situation: Situation, from: number): string | null {
  const { series, patch } = situation
  const found = series.patches
    .slice(from)
    .find((other) => other !== patch && isTaggedRepair(other, situation))
  return found?.text.title ?? null
}

/** Asked of every patch for every other: told once for each. */
function isTaggedRepair(patch: Patch, situation: Situation): boolean {
  const known = situation.perSeries(isTaggedRepair, () => new Map<Patch, boolean>())
  const found =
    known.get(patch) ??
    (stableTag(patch) !== null && stableFeatures(patch).some((name) => REPAIRS.has(name)))
  known.set(patch, found)
  return found
}
