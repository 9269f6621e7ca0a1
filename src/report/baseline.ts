import type { Anchor, Report } from '../model.ts'
import type { BaselineEntry } from '../review/baseline.ts'
import { fingerprints } from '../review/fingerprint.ts'
import { escapeJson } from './escape.ts'

/**
 * What a report says and nobody muted, as a baseline file, version 1: one comment a line, sorted, without line
 * numbers, so that its diff shows what came and went.
 */
export function baselineReport(report: Report): string {
  const fingerprint = fingerprints()
  const entries = report.reviews
    .flatMap((review) => review.comments)
    .map((comment) => ({ comment, print: fingerprint(comment) }))
    .filter(({ comment }) => comment.muted === null)
    .map(
      ({ comment: { rule, message, anchor }, print }): BaselineEntry => ({
        rule: rule.id,
        subject: message.subject.title,
        place: place(anchor),
        fingerprint: print,
      }),
    )
    .map((entry) => escapeJson(JSON.stringify(entry)))
    .toSorted()
  const comments = entries.length === 0 ? '[]' : `[\n    ${entries.join(',\n    ')}\n  ]`
  return `{\n  "version": 1,\n  "comments": ${comments}\n}\n`
}

function place(anchor: Anchor): string {
  if (anchor.kind === 'line') return `${anchor.path ?? '?'}: ${anchor.quote.trim()}`
  return anchor.kind === 'trailer' ? `${anchor.key}: ${anchor.value}` : anchor.kind
}
