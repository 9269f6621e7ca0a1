import type { RawMail } from '../src/model.ts'
import { lint } from '../src/lint.ts'
import { loadRules, type RuleFile } from '../src/rules/load.ts'
import { ruleErrors } from '../src/rules/read.ts'

/** A rule of a test's own: its Match section, and what stands in its keys. */
export interface OwnRule {
  readonly match: string
  readonly fence?: 'diff' | 'lines' | 'lines exact'
  readonly query?: string
  readonly keys?: string
  readonly fix?: string
}

export interface OwnPatch {
  /** The lines of a hunk; more hunks may follow with their own `@@`. */
  readonly diff: string
  readonly section: string
  readonly path: string
}

function textOf({ match, fence = 'diff', query, keys = '', fix }: OwnRule): string {
  const asked = query === undefined ? '' : `\n\`\`\`query\n${query}\n\`\`\`\n`
  return [
    `---\nseverity: note\n${keys}---\n# A rule`,
    `## Match\n\n\`\`\`${fence}\n${match}\n\`\`\`\n${asked}`,
    '## Comment\n\n```text\nNo.\n```\n',
    ...(fix === undefined ? [] : [`## Fix\n\n\`\`\`diff\n${fix}\n\`\`\`\n`]),
  ].join('\n\n')
}

const LISTS: readonly RuleFile[] = [
  {
    path: 'pack/PACK.md',
    file: 'rules/pack/PACK.md',
    text: '---\nowner: A Maintainer <m@example.org>\n---\n# A pack\n\nFor tests.\n',
  },
  { path: 'lists/names.txt', file: 'rules/lists/names.txt', text: '# ours\nfoo\nbar\n' },
  {
    path: 'tables/api.tsv',
    file: 'rules/tables/api.tsv',
    text: '# ours\nfunction\tuse-instead\nfoo\tbar\nbaz\tqux\n',
  },
]

export function mailOf({ diff, section, path }: OwnPatch): string {
  const lines = diff.split('\n')
  const end = lines.findIndex((line) => line.startsWith('@@'))
  const first = end === -1 ? lines : lines.slice(0, end)
  const old = first.filter((line) => !line.startsWith('+')).length
  const fresh = first.filter((line) => !line.startsWith('-')).length
  return [
    'From: A <a@example.org>',
    'Message-ID: <m@example.org>',
    'Subject: [PATCH] x: y',
    '',
    'Log.',
    '',
    'Signed-off-by: A <a@example.org>',
    '---',
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -10,${old} +10,${fresh} @@ ${section}`,
    ...lines,
    '',
  ].join('\n')
}

async function* mails(texts: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const text of texts) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
}

/** The comments of one rule on mails, through the whole way. */
async function commentsOf(rule: OwnRule, texts: readonly string[]) {
  const loaded = loadRules([
    ...LISTS,
    { path: 'pack/rule.md', file: 'rules/pack/rule.md', text: textOf(rule) },
  ])
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  const report = await lint(mails(texts), {
    tool: { name: 'lorelint', version: '' },
    set: loaded.set,
    nursery: true,
  })
  return report.reviews.flatMap((review) => review.comments)
}

/** Each comment as the line it points at and the holes: "+foo(a); X=a". */
export async function said(rule: OwnRule, patch: OwnPatch): Promise<readonly string[]> {
  const mail = mailOf(patch)
  const body = mail.slice(mail.indexOf('\n\n') + 2).split('\n')
  return (await commentsOf(rule, [mail])).map(({ anchor, bindings }) => {
    const line = anchor.kind === 'line' ? (body[anchor.mailLine - 1] ?? '') : anchor.kind
    const holes = Object.entries(bindings).map(([name, bound]) => `${name}=${bound}`)
    return [line.slice(0, 1) + line.slice(1).trim(), ...holes].join(' ')
  })
}

/** What its fix makes of each place where a rule speaks: the lines of the diff below its names, or why there is none. */
export async function suggested(
  rule: OwnRule,
  patch: OwnPatch,
): Promise<readonly (readonly string[] | string)[]> {
  return (await commentsOf(rule, [mailOf(patch)])).map(({ suggestion, unmended }) =>
    suggestion === null ? (unmended ?? 'no fix') : suggestion.split('\n').slice(2, -1),
  )
}

/** What stops a run with this rule. */
export async function broken(rule: OwnRule): Promise<string> {
  try {
    await commentsOf(rule, [])
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
