import type { Comment, Problem, Report, RuleHead } from '../model.ts'
import { fingerprints } from '../review/fingerprint.ts'
import { mailLineOf } from '../review/mail-line.ts'
import { escapeHidden, escapeJson } from './escape.ts'
import { fileLine } from './place.ts'
import { sarifRule } from './sarif-rule.ts'

/** The report as SARIF 2.1.0 (OASIS), within the limits of GitHub code scanning. */
export function sarifReport(report: Report, rules: readonly RuleHead[]): string {
  const all = report.reviews.flatMap((review) => review.comments)
  const comments = all.length > MOST_RESULTS ? worstFirst(all).slice(0, MOST_RESULTS) : all
  const known = knownRules(rules, comments)
  const problems = [...report.reviews.flatMap((review) => review.problems), ...report.problems]
  const fingerprint = fingerprints()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            rules: known.map(sarifRule),
          },
        },
        automationDetails: { id: 'lorelint/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.complete,
            toolExecutionNotifications: [
              ...problems.filter((problem) => problem.kind === 'limit').map(notification),
              ...leftOut(all.length - comments.length),
            ],
          },
        ],
        results: comments.map((comment) => result(comment, known, fingerprint(comment))),
      },
    ],
  }
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`
}

function result(comment: Comment, rules: readonly RuleHead[], fingerprint: string) {
  const { rule, message, anchor, patch, muted } = comment
  return {
    ruleId: rule.id,
    ruleIndex: rules.findIndex((known) => known.id === rule.id),
    level: rule.severity,
    message: { text: messageText(comment) },
    locations: [location(comment)],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    ...(muted === null ? {} : { suppressions: [suppression(muted)] }),
    properties: {
      messageId: message.messageId,
      mailLine: mailLineOf(anchor),
      patch,
      maturity: rule.maturity,
    },
  }
}

// GitHub refuses a run with more.
const MOST_RESULTS = 25_000

function worstFirst(comments: readonly Comment[]): readonly Comment[] {
  const weights = { error: 0, warning: 1, note: 2 }
  return comments.toSorted((a, b) => weights[a.rule.severity] - weights[b.rule.severity])
}

function leftOut(number: number) {
  if (number === 0) return []
  return [{ level: 'warning', message: { text: `${number} further comments left out` } }]
}

/** The rules that ran, and those of comments whose rule was not handed in: `ruleIndex` must point somewhere. */
function knownRules(rules: readonly RuleHead[], comments: readonly Comment[]): readonly RuleHead[] {
  const byId = new Map([...rules, ...comments.map((c) => c.rule)].map((rule) => [rule.id, rule]))
  return [...byId.values()]
}

// "[text](target)" in a message is a link (SARIF 3.11.6), and part of the text comes from a stranger's mail.
function messageText(comment: Comment): string {
  const text = comment.text.replaceAll('](', '] (').trim()
  return text === '' ? comment.rule.id : text
}

function location({ anchor, message }: Comment) {
  const at = fileLine(anchor)
  if (at === null) return mailLocation(message.messageId, mailLineOf(anchor))
  const uri = at.path.split('/').map(uriPart).join('/')
  const columns =
    anchor.kind === 'line' ? { startColumn: 1, endColumn: anchor.quote.length + 1 } : {}
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: at.line, endLine: at.line, ...columns },
    },
  }
}

// A relative reference, although "mail:" or "mid:" would say it better: GitHub rejects the whole upload when
// one URI has a scheme other than "file" (github/codeql-action#754).
function mailLocation(messageId: string, line: number | null) {
  return {
    physicalLocation: {
      artifactLocation: { uri: `mail/${uriPart(messageId) || 'unknown'}` },
      region: { startLine: Math.max(1, line ?? 1) },
    },
  }
}

function uriPart(text: string): string {
  return encodeURIComponent(escapeHidden(text))
}

function suppression(muted: string) {
  return { kind: 'external', ...(muted === '' ? {} : { justification: muted }) }
}

function notification({ code, what, messageId, line }: Problem) {
  return {
    level: 'error',
    message: { text: what === '' ? code : what },
    ...(messageId === null ? {} : { locations: [mailLocation(messageId, line)] }),
    properties: { code },
  }
}
