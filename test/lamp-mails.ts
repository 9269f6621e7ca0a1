import { fileURLToPath } from 'node:url'
import { lint, loadRules, type RawMail, type Report } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
/** The rule that speaks of these mails. */
export const unsigned = 'tags/missing-signed-off-by'

const set = (() => {
  const loaded = loadRules(readRuleFiles(`${root}rules`))
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
})()

export interface Wanted {
  readonly subject?: string
  readonly id?: string
  readonly log?: string
  readonly notes?: string
  readonly headers?: string
  /** No Signed-off-by, no diff. */
  readonly cover?: string
}

/** A patch without Signed-off-by: one rule speaks. */
export function mail({
  subject = '[PATCH] lamp: dim',
  id = '1',
  log = 'Dim it.',
  ...rest
}: Wanted = {}): string {
  const head = `From: A Developer <dev@example.org>\nMessage-ID: <${id}@example.org>\n${rest.headers ?? ''}Subject: ${subject}\n`
  if (rest.cover !== undefined) return `${head}\n${rest.cover}\n`
  const diff =
    'diff --git a/drivers/lamp.c b/drivers/lamp.c\n--- a/drivers/lamp.c\n+++ b/drivers/lamp.c\n@@ -1 +1 @@\n-int a;\n+int b;\n'
  return `${head}\n${log}\n\n---\n${rest.notes ?? ''}\n${diff}`
}

export async function reportOf(
  mails: readonly string[],
  only: readonly string[] = [unsigned],
  rules = set,
): Promise<Report> {
  return lint(raw(mails), { tool: { name: 'lorelint', version: 'test' }, set: rules, only })
}

async function* raw(mails: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const text of mails) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
}

export function said(report: Report): readonly string[] {
  return report.reviews.flatMap(({ comments }) =>
    comments.map(({ message, muted }) => `${message.messageId.split('@')[0]}: ${muted ?? 'said'}`),
  )
}

export function problems(report: Report): readonly string[] {
  return [...report.reviews.flatMap((review) => review.problems), ...report.problems].map(
    ({ code, what, line }) => `${code} ${line ?? '-'}: ${what}`,
  )
}
