import type { Pack } from '../rulebook.ts'
import type { Fail } from './fence.ts'
import { type Key, MATURITIES, oneOf, own, PROJECTS, readKeys, SEVERITIES } from './keys.ts'
import type { RuleError } from './read.ts'

const KEYS = ['owner', 'files', 'severity', 'maturity', 'source', 'project'] as const

export type ReadPack = { readonly pack: Pack } | { readonly errors: readonly RuleError[] }

/** Reads `rules/<pack>/PACK.md`: keys as in a rule, a title, and what the pack is for. All errors are given. */
export function readPack(name: string, file: string, text: string): ReadPack {
  const errors: RuleError[] = []
  const fail = (line: number, what: string): void => void errors.push({ file, line, what })
  const lines = text.replace(/\r\n/g, '\n').split('\n')
  if (!lines.includes('---', 1)) {
    fail(1, 'the keys are not closed by a line "---"')
    return { errors }
  }
  const { values, next } = readKeys(lines, KEYS, 'PACK.md', fail)
  const [title = '', ...rest] = lines.slice(next).join('\n').trim().split('\n')
  const why = rest.join('\n').trim()
  const owner = values.get('owner')?.value ?? ''
  if (owner === '')
    fail(1, 'no owner: add a key "owner: Your Name <you@example.org>", who to ask about its rules')
  if (!/^# +[^\s]/.test(title)) fail(next + 1, 'no title: a line "# What its rules are about"')
  else if (why === '') fail(next + 1, 'say below the title what the pack is for')
  const optional = <const T extends string>(key: string, allowed: readonly [T, ...T[]]) =>
    oneOfOrNull(values.get(key), allowed, key, fail)
  const pack: Pack = {
    name,
    file,
    owner,
    title: title.replace(/^# +/, ''),
    why,
    project: optional('project', PROJECTS),
    files: own(values.get('files')),
    severity: optional('severity', SEVERITIES),
    maturity: optional('maturity', MATURITIES),
    source: own(values.get('source')),
  }
  return errors.length > 0 ? { errors } : { pack }
}

function oneOfOrNull<const T extends string>(
  key: Key | undefined,
  allowed: readonly [T, ...T[]],
  name: string,
  fail: Fail,
): T | null {
  return key === undefined ? null : oneOf(key, allowed, allowed[0], name, fail)
}

/** What to do about a pack without PACK.md, with the lines to write. */
export function packMissing(name: string, file: string): RuleError {
  const what = [
    'the pack has no PACK.md; write who to ask about its rules and what they are for:',
    '    ---',
    '    owner: Your Name <you@example.org>',
    '    ---',
    `    # What the rules of ${name} are about`,
    '',
    '    One or two sentences: for whom they are, and where they come from.',
  ].join('\n')
  return { file, line: 1, what }
}
