import { escapeJson } from '../report/escape.ts'
import type { Figures, Measurement, Reading } from './figures.ts'
import { linkTo } from './judged.ts'
import type { Peers } from './text.ts'

/** The measurement for programs: all that was counted, rates with their bounds, `null` where nothing was counted. */
export function measureJson(
  measurement: Measurement,
  peers: Peers,
  tool: { readonly name: string; readonly version: string },
): string {
  const { inputs, mails, patches, reviewed, accepted, limited, rules } = measurement
  const value = {
    tool,
    inputs,
    mails,
    patches,
    reviewed,
    acceptedUnchanged: accepted,
    notJudgedWhole: limited,
    rules: rules.map(({ rule, by, perInput, newest, ...all }) => ({
      id: rule.id,
      severity: rule.severity,
      maturity: rule.maturity,
      saidBy: by,
      ...counts(all),
      inputs: perInput.map((figures, at) => ({ input: inputs[at] ?? '', ...counts(figures) })),
      newest: {
        said: newest.said.map(linked),
        acceptedUnchanged: newest.accepted.map(linked),
        alone: newest.alone.map(linked),
        misses: newest.misses.map(linked),
      },
      checkpatch: peers?.get(rule.id) ?? null,
    })),
  }
  return escapeJson(`${JSON.stringify(value, null, 2)}\n`)
}

function counts(figures: Figures) {
  const { patches, fires, comments, said, saidByLabels, saidByWords } = figures
  const { commentRate, baseRate, accepted, recall, misses, judged } = figures
  return {
    patches,
    fires,
    comments,
    said,
    saidByLabels,
    saidByWords,
    commentRate,
    baseRate,
    acceptedUnchanged: accepted,
    recall,
    misses,
    judged,
  }
}

function linked({ messageId, date, reply }: Reading) {
  return { date, patch: linkTo(messageId), reply: reply === null ? null : linkTo(reply) }
}
