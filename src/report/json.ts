import type { Anchor, Comment, Problem, Report, Review } from '../model.ts'
import { byCodeUnits } from '../review/code-units.ts'
import { escapeJson } from './escape.ts'
import { problemShape } from './problem-shape.ts'
import { countComments, patchesIn } from './summary.ts'

/**
 * The report as one JSON document, version 1. Keys are only ever added; a change of meaning bumps `version`.
 * Muted comments are listed with who muted them, and are in none of the counts. Series come by date, problems
 * by mail: the same mails in any order are the same bytes.
 */
export function jsonReport(report: Report): string {
  const counts = countComments(report)
  const shape = {
    version: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    series: report.reviews.toSorted(byDate).map(seriesShape),
    summary: {
      messages: report.messages,
      series: report.reviews.length,
      patches: patchesIn(report),
      comments: counts.errors + counts.warnings + counts.notes,
      ...counts,
    },
    problems: report.problems.toSorted(byMail).map(problemShape),
    complete: report.complete,
  }
  return `${escapeJson(JSON.stringify(shape, null, 2))}\n`
}

function byDate({ series: a }: Review, { series: b }: Review): number {
  return (
    byCodeUnits(a.date ?? '', b.date ?? '') || byCodeUnits(a.messageIds.join(), b.messageIds.join())
  )
}

function byMail(a: Problem, b: Problem): number {
  return (
    byCodeUnits(a.messageId ?? '', b.messageId ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byCodeUnits(a.code, b.code) ||
    byCodeUnits(a.what, b.what)
  )
}

// Every key is written out: the order is part of the contract, and a new field of the model is not
// published by accident.
function seriesShape({ series, comments, problems }: Review) {
  return {
    subject: series.subject,
    revision: series.revision,
    expected: series.expected,
    missing: series.missing,
    messageIds: series.messageIds,
    comments: comments.map(commentShape),
    problems: problems.map(problemShape),
  }
}

function commentShape(comment: Comment) {
  return {
    rule: comment.rule.id,
    severity: comment.rule.severity,
    maturity: comment.rule.maturity,
    messageId: comment.message.messageId,
    patch: comment.patch,
    text: comment.text,
    anchor: anchorShape(comment.anchor),
    bindings: comment.bindings,
    evidence: comment.evidence.map(({ clause, said, where }) => ({ clause, said, where })),
    same: comment.same,
    source: comment.rule.source,
    suggestion: comment.suggestion,
    muted: comment.muted,
  }
}

function anchorShape(anchor: Anchor) {
  if (anchor.kind === 'line') {
    const { kind, path, side, line, mailLine, quote } = anchor
    return { kind, path, side, line, mailLine, quote }
  }
  if (anchor.kind === 'trailer') {
    const { kind, key, value, mailLine } = anchor
    return { kind, key, value, mailLine }
  }
  if (anchor.kind === 'log') return { kind: anchor.kind, mailLine: anchor.mailLine }
  return { kind: anchor.kind }
}
