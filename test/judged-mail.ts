import { readPatch } from '../src/diff/patch.ts'
import { memo, situations } from '../src/facts/situation.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { Series } from '../src/model.ts'
import { compileRules } from '../src/rules/compile.ts'
import { judge, type Verdict } from '../src/rules/judge.ts'
import { loadRules } from '../src/rules/load.ts'
import { parser } from './opened-parser.ts'

const PACK = '---\nowner: A Maintainer <m@example.org>\n---\n# A pack\n\nFor tests.\n'

/** Judges one mail by one rule of our own, as `lorelint explain` does. */
export async function judged(match: string, mail: string, keys = ''): Promise<Verdict> {
  const text = [
    `---\nseverity: note\n${keys}---\n# A rule`,
    `## Match\n\n\`\`\`diff\n${match}\n\`\`\``,
    '## Comment\n\n```text\nNo.\n```\n',
  ].join('\n\n')
  const weights =
    '# by hand\nfeature\tweight\tnote\nreported-by\t-2\t\nsubject-cleanup-noun\t9\t\nthreshold\t6\t\n'
  const loaded = loadRules([
    { path: 'tables/stable-weights.tsv', file: 't', text: weights },
    { path: 'lists/names.txt', file: 'rules/lists/names.txt', text: '# names\nfoo\n' },
    { path: 'pack/PACK.md', file: 'rules/pack/PACK.md', text: PACK },
    { path: 'pack/rule.md', file: 'rules/pack/rule.md', text },
  ])
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  const compiled = compileRules(loaded.set, parser())
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors))
  const [rule] = compiled.rules
  const bytes = Buffer.from(mail)
  const message = await parseMessage({ origin: 'test', bytes, reload: async () => bytes })
  const patch = patchText(message)
  if (rule === undefined || patch === null) throw new Error('no rule or no patch')
  const series: Series = {
    revision: 1,
    expected: 1,
    changeId: null,
    baseCommit: null,
    coverLetter: null,
    patches: [readPatch(message, patch)],
    missing: [],
    extra: [],
    twice: [],
    previous: null,
    supersedes: null,
    carriedOver: [],
    rangeDiff: null,
    followups: [],
    before: null,
  }
  const [situation] = situations(series, null, loaded.set.knowledge, parser(), memo())
  if (situation === undefined) throw new Error('no situation')
  return judge(rule, situation)
}
