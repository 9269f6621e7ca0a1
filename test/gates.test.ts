import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { memo, situations } from '../src/facts/situation.ts'
import { readInbox } from '../src/inbox.ts'
import { LIMITS } from '../src/limits.ts'
import { compileRules } from '../src/rules/compile.ts'
import { indexRules } from '../src/rules/index-rules.ts'
import { judge } from '../src/rules/judge.ts'
import { loadRules, type RuleFile } from '../src/rules/load.ts'
import { textsOfGlob, textsOfRegex } from '../src/rules/needed.ts'
import { openTextSearch } from '../src/rules/text-search.ts'
import { openInput } from '../src/sources/open.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { parser } from './opened-parser.ts'

describe('what a regex cannot do without', () => {
  const check = (source: string, expected: readonly string[] | null) => {
    test(source, () => {
      expect(textsOfRegex(source)).toEqual(expected)
    })
  }
  check('memory leak', ['memory leak'])
  check('^Fixes: [0-9a-f]{7,11} ', ['fixes: '])
  check('\\bunused\\b', ['unused'])
  check('fix(es)? the', [' the'])
  check('colou?r table', ['r table'])
  check('(leak|overflow)', ['leak', 'overflow'])
  check('leak|overflow', ['leak', 'overflow'])
  check('leak|of', null)
  check('(?:a|bcde)f', null)
  check('(?i)Typo', ['typo'])
  check('typo+', ['typo'])
  check('(typo)*', null)
  check('(typo){0,3}', null)
  check('(typo){1,3}', ['typo'])
  check('[abc]def[ghi]', ['def'])
  check('[]abc]xyz', ['xyz'])
  check('a\\.b\\.c', ['a.b.c'])
  check('\\x41bcd', null)
  check('', null)
  check('a{,3}bcd', ['bcd'])
})

test('what a glob cannot do without', () => {
  expect(textsOfGlob('net: *')).toEqual(['net: '])
  expect(textsOfGlob('*')).toBe(null)
  expect(textsOfGlob('*Stable*@*')).toEqual(['stable'])
})

test('many texts are found in one pass', () => {
  const search = openTextSearch(['he', 'she', 'his', 'hers', 'x'])
  expect([...search('ushers')].toSorted()).toEqual(['he', 'hers', 'she'])
  expect([...search('')]).toEqual([])
  expect([...openTextSearch([])('she')]).toEqual([])
})

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

const NOTHING = { stdin: null, since: null, until: null, msgid: null, repo: null }

/** Rules of every shape, many of which speak about the fixtures. */
const SHAPES = [
  '+return $X;',
  '+$F(...);\nwhere $F is-in {called}',
  '-$A;\n+$B;',
  'Subject: /(kvm|arm64)/i',
  'Subject: *: *',
  'Message: /guests? (see|read)s?/',
  'no Fixes: *',
  'Cc: {stable-addresses}',
  'From: *example*',
  '+if ($C($V, ...))\n+\treturn $R;',
  '+$X\nwhere $X is-a call',
  '+$F(...)\nwhere $F matches /^(?:read|write)_sysreg\\w*$/',
  '+$F(...)\nwhere $F matches /reg/',
  '+$F(...)\nwhere $F matches /^kvm|^vcpu/',
  'where $F matches /^(?:kvm|vcpu)_\\w+$/\n```\n\n```query\n(call_expression function: (identifier) @F)',
]

function rulesOfAllShapes(): readonly RuleFile[] {
  const shipped = readRuleFiles(root('rules'))
  const own = SHAPES.map((match, i) => {
    const text = `---\nseverity: note\n---\n# Shape ${i}\n\n## Match\n\n\`\`\`diff\n${match}\n\`\`\`\n\n## Comment\n\n\`\`\`text\nSo.\n\`\`\`\n`
    return { path: `kvm/shape-${i}.md`, file: `kvm/shape-${i}.md`, text }
  })
  const list = '# ours\ncheck_pmu_access_disabled\nfoo\nread_sysreg\nkvm_vcpu_has_pmu\n'
  return [...shipped, ...own, { path: 'lists/called.txt', file: 'l', text: list }]
}

test('a rule is asked when all that it needs is there, not when some is', async () => {
  const parse = parser()
  const match = '+(struct $T *)$F(...)\nwhere $F is-in {called}\nand $T matches /^xyz\\w*$/'
  const text = `---\nseverity: note\nfiles: lib/\n---\n# Cast\n\n## Match\n\n\`\`\`diff\n${match}\n\`\`\`\n\n## Comment\n\n\`\`\`text\nSo.\n\`\`\`\n`
  const loaded = loadRules([
    { path: 'code/cast.md', file: 'code/cast.md', text },
    {
      path: 'code/PACK.md',
      file: 'code/PACK.md',
      text: '---\nowner: A <a@example.org>\n---\n# Code\n\nFor tests.\n',
    },
    { path: 'lists/called.txt', file: 'l', text: '# ours\nkzalloc\nvmalloc\n' },
  ])
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  const compiled = compileRules(loaded.set, parse)
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors))
  const candidates = indexRules(compiled.rules, loaded.set.knowledge)
  const asked = async (path: string, line: string): Promise<number> => {
    const mail = `From: A <a@example.org>\nSubject: [PATCH] x: y\n\nz\n\n---\ndiff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n int a;\n+${line}\n`
    const inbox = await readInbox(
      openInput('-', { ...NOTHING, stdin: Readable.from([Buffer.from(mail)]), cwd: '/' }),
      { quoted: 'auto', limits: LIMITS, onMail: () => {}, breathe: async () => {} },
    )
    const [posted] = inbox.series
    if (posted === undefined) throw new Error('no series')
    const all = situations(await posted.load(), null, loaded.set.knowledge, parse, memo())
    return [...all].flatMap((situation) => candidates(situation)).length
  }
  expect(await asked('lib/x.c', 'a = (struct xyz *)vmalloc(1);')).toBe(1)
  expect(await asked('lib/x.c', 'a = (struct y *)vmalloc(1);')).toBe(0)
  expect(await asked('lib/x.c', 'a = (struct xyz *)y(1);')).toBe(0)
  expect(await asked('mm/x.c', 'a = (struct xyz *)vmalloc(1);')).toBe(0)
  expect(await asked('lib/x.c', 'x = vmalloc(1);')).toBe(0)
})

test('a rule that is passed over would have been silent', async () => {
  const parse = parser()
  const loaded = loadRules(rulesOfAllShapes())
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  const compiled = compileRules(loaded.set, parse)
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors))
  const candidates = indexRules(compiled.rules, loaded.set.knowledge)
  let spoke = 0
  let passed = 0
  for (const name of readdirSync(root('mbox-fixtures')).filter((file) => file.endsWith('.mbox'))) {
    const inbox = await readInbox(openInput(name, { ...NOTHING, cwd: root('mbox-fixtures') }), {
      quoted: 'auto',
      limits: LIMITS,
      onMail: () => {},
      breathe: async () => {},
    })
    for (const posted of inbox.series) {
      const all = situations(await posted.load(), null, loaded.set.knowledge, parse, memo())
      for (const situation of all) {
        const near = new Set(candidates(situation))
        for (const rule of compiled.rules) {
          const speaks = judge(rule, situation).findings.length > 0
          if (speaks) spoke++
          if (!near.has(rule)) passed++
          if (speaks && !near.has(rule))
            throw new Error(`${rule.rule.id} on ${name} was passed over`)
        }
      }
    }
  }
  expect(spoke).toBeGreaterThan(50)
  expect(passed).toBeGreaterThan(100)
})
