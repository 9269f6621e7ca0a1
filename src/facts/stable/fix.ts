import type { Patch } from '../../model.ts'
import { changes, pathOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { type Answer, fact, no, unknown, yes } from '../verb.ts'
import { stableFeatures } from './features.ts'

const TABLE = 'stable-weights'

/**
 * Does the patch repair something that was broken? `no` when its own text and diff speak against it
 * (a weighted score, fitted so that at most 1 % of accepted Cc: stable patches are called so) or when a
 * KVM patch opens a new view to guests and says no crash, hang or leak (0 of 302 accepted KVM fixes).
 */
export function isAFix(situation: Situation): Answer {
  const { patch } = situation
  const where = `${patch.message.messageId}: subject, log and diff`
  const exempt = ALLOWED.exec(patch.text.title)
  if (exempt !== null)
    return unknown(`${exempt[0]}: device ids, quirks and errata are allowed in stable`)
  const settled = settledElsewhere(patch)
  if (settled !== null) return unknown(settled)
  const kvm = kvmFeature(patch)
  if (kvm !== null) return no(kvm)
  const score = fixScore(situation)
  if (score === null) return unknown(`no rules/tables/${TABLE}.tsv`)
  if (score.against > score.threshold) {
    return no(
      `${score.features
        .filter((f) => f.weight > 0)
        .map((f) => f.name)
        .join(', ')} (${score.against.toFixed(1)} > ${score.threshold})`,
    )
  }
  if (score.against < 0)
    return yes(
      fact(
        score.features
          .filter((f) => f.weight < 0)
          .map((f) => f.name)
          .join(', '),
        where,
      ),
    )
  return unknown(`${score.against.toFixed(1)} is between a fix and none`)
}

/** What is merged, backported or needed by a fix is not judged by its own text. */
function settledElsewhere(patch: Patch): string | null {
  const { subject } = patch.message
  const log = patch.text.log.map((line) => line.text).join('\n')
  if (subject.text.startsWith('[tip:')) return 'a notice of what is merged already'
  if (/^[ \t]*(?:commit [0-9a-f]{40} upstream|\[ ?Upstream commit)/m.test(log)) return 'a backport'
  if (/\[[^[\]]*(?:for-stable|stable[ -]\d|\b\d\.\d+\.y|\b\d+\.\d+ stable)/i.test(subject.text)) {
    return 'a patch for a stable tree'
  }
  const needed = PREREQUISITE.exec(log)
  return needed === null
    ? null
    : `the log says "${needed[0].toLowerCase()}": it may be needed by a fix`
}

const PREREQUISITE =
  /\b(?:prerequisite|preparat(?:ion|ory)|prepare (?:for|to)|needed (?:by|for)|required (?:by|for)|dependency (?:of|for)|will be (?:used|needed)|(?:subsequent|following|next|later) (?:patch|commit|fix)(?:es)?)\b/i

/** Documentation/process/stable-kernel-rules.rst: "New device IDs and quirks are also accepted." */
const ALLOWED =
  /\b(?:device|pci|usb|product|vendor)\s+ids?\b|\bquirks?\b|\berrat(?:um|a)\b|\bwork-?arounds?\b/i

interface Score {
  readonly against: number
  readonly threshold: number
  readonly features: readonly { readonly name: string; readonly weight: number }[]
}

/** The sum of the weights of a patch's features; null without the table. */
export function fixScore(situation: Pick<Situation, 'patch' | 'knowledge'>): Score | null {
  const table = situation.knowledge.tables.get(TABLE)
  if (table === undefined) return null
  const weights = new Map(
    table.rows.map(({ cells }) => [cells['feature'] ?? '', Number(cells['weight'])]),
  )
  const features = stableFeatures(situation.patch).map((name) => ({
    name,
    weight: weights.get(name) ?? 0,
  }))
  const against = features.reduce((sum, feature) => sum + feature.weight, 0)
  return { against, threshold: weights.get('threshold') ?? Infinity, features }
}

/** A KVM patch whose subject opens something to guests and whose diff does it. */
function kvmFeature(patch: Patch): string | null {
  const inKvm =
    patch.files.some((file) => /(?:^|\/)kvm\//.test(pathOf(file) ?? '')) ||
    /\bKVM\b/.test(patch.text.title)
  const verb = OPENS.exec(patch.text.title)?.[1]
  if (!inKvm || verb === undefined) return null
  const evidence = diffEvidence(patch)
  if (evidence === null || stableFeatures(patch).some((name) => BROKEN.has(name))) return null
  return `the subject says ${verb.toLowerCase()} and ${evidence}: that is a feature`
}

/** Something was broken and somebody saw it. */
const BROKEN: ReadonlySet<string> = new Set([
  'trace',
  'reported-by',
  'syzbot',
  'subject-fix-verb',
  'regression',
])

const OPENS =
  /:\s*(expose|advertise|allow|enable|support|unmask|forward|add support|emulate|implement|present|offer|let)\b/i

function diffEvidence(patch: Patch): string | null {
  for (const { line } of changes(patch)) {
    const handler = /^static bool (access_\w+)\(/.exec(line.text)?.[1]
    if (line.sign === '+' && handler !== undefined) return `the diff adds ${handler}()`
    if (line.sign !== '-') continue
    if (/\btrap_raz_wi\b|\bundef_access\b|\btrap_undef\b/.test(line.text))
      return 'the diff takes a register out of RAZ/WI'
    if (/&=\s*~/.test(line.text)) return 'the diff drops a mask'
    if (/\bID_HIDDEN\b|\bID_UNALLOCATED\b/.test(line.text))
      return 'the diff shows ID register bits that were hidden'
  }
  return null
}
