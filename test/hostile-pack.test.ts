import { describe, expect, test } from 'vitest'
import type { RawMail } from '../src/model.ts'
import { lint } from '../src/lint.ts'
import { LIMITS } from '../src/limits.ts'
import { loadRules, type RuleFile } from '../src/rules/load.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { cpuClock } from '../src/pool/clock.ts'
import { mailOf } from './one-rule.ts'

const PACK: RuleFile = {
  path: 'evil/PACK.md',
  file: 'evil/PACK.md',
  text: '---\nowner: A Stranger <s@example.org>\n---\n# Evil\n\nTo see what it takes.\n',
}

function rule(
  name: string,
  match: string,
  { fence = 'diff', comment = 'No.', keys = '' } = {},
): RuleFile {
  const text = [
    `---\nseverity: note\n${keys}---\n# A rule`,
    `## Match\n\n\`\`\`${fence}\n${match}\n\`\`\``,
    `## Comment\n\n\`\`\`text\n${comment}\n\`\`\`\n`,
  ].join('\n\n')
  return { path: `evil/${name}.md`, file: `evil/${name}.md`, text }
}

const times = (count: number, make: (i: number) => string, between = '\n') =>
  Array.from({ length: count }, (_, i) => make(i)).join(between)

/** Rules that are allowed, and dear. */
const DEAR: readonly RuleFile[] = [
  rule('regex-nested', 'Message: /(a+)+$/'),
  rule('regex-ways', 'Message: /(a|aa)+b/'),
  rule('regex-long', `Message: /${times(200, () => '(x?)', '')}y/`),
  rule('regex-count', 'Message: /(?:a{1,100}){1,9}!/'),
  rule('regex-of-a-hole', '+$X\nwhere $X matches /(.*)*(.*)*z/'),
  rule('dots-everywhere', `+s0();\n${times(40, (i) => ` ...\n+s${i * 7}();`)}\n ...\n+never();`),
  rule('dots-of-holes', `+$A0;\n${times(30, (i) => ` ...\n+$A${i + 1};`)}\n ...\n+$A0;`),
  rule('dots-in-arguments', `+f(${times(20, (i) => `..., $X${i}`, ', ')}, ..., never);`),
  rule('fifty-holes', `+f(${times(50, (i) => `$H${i}`, ', ')});`),
  rule(
    'fifty-statements',
    times(50, (i) => `+$H${i};`),
  ),
  rule('any-node', '+$X'),
  rule('any-node-twice', '+$X\n@@\n+$Y\n@@\n+$X', { keys: 'scope: file\n' }),
  rule('three-parts-of-a-series', '+$A;\n@@\n+$B;\n@@\n+$C;', { keys: 'scope: series\n' }),
  rule('as-deep-as-allowed', `+f(${'('.repeat(40)}a${')'.repeat(40)});`),
  rule('comparisons', `+if (${times(20, (i) => `a${i} == b${i}`, ' && ')})\n+\treturn;`),
  rule('runs', `+f(${times(10, (i) => `$...R${i}`, ', x, ')});`),
  rule(
    'lines-of-dots',
    times(12, (i) => `+...${i}...\n ...`),
    { fence: 'lines' },
  ),
  rule('lines-with-holes', '+$A $B $C $D $E $F $G', { fence: 'lines' }),
  rule('glob', 'Message: *a*a*a*a*a*a*a*a*a*b', {}),
  rule('wide-query', '(compound_statement (_) @A . (_) @B . (_) @C . (_) @D)', { fence: 'query' }),
  rule('any-query', '(_ (_ (_ (_) @A)))', { fence: 'query' }),
]

const statements = (count: number): string => times(count, (i) => `+\ts${i % 97}();`)

/** Patches that make the rules above work. */
const PATCHES: readonly (readonly [string, string])[] = [
  ['a function of 1,000 statements', statements(1000)],
  ['one call of 1,000 arguments', `+\tf(${times(1000, (i) => `a${i}`, ', ')});`],
  ['1,000 nested parentheses', `+\treturn ${'('.repeat(1000)}a${')'.repeat(1000)};`],
  ['1,000 nested blocks', `${times(1000, () => '+\tif (a) {')}\n${times(1000, () => '+\t}')}`],
  ['1,000 comparisons', `+\treturn ${times(1000, (i) => `a${i} == b${i}`, ' && ')};`],
  ['a table of 1,000 rows', times(1000, (i) => `+\t{ ID(${i}), f, ${i} },`)],
]

async function* one(text: string): AsyncGenerator<RawMail, void, void> {
  const bytes = Buffer.from(text)
  yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
}

function setOf(files: readonly RuleFile[]) {
  const loaded = loadRules([PACK, ...files])
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

/** Milliseconds of processor time that judging took; the parse of a mail and of the rules is not the pack's. */
async function timeOf(files: readonly RuleFile[], mail: string): Promise<number> {
  const set = setOf(files)
  const options = { tool: { name: 'lorelint', version: '' }, set, nursery: true, clock: cpuClock }
  await lint(one(mailOf({ diff: '+\tx();', section: 'int f(void)', path: 'x.c' })), options)
  const start = cpuClock()
  await lint(one(mail), { ...options, limits: LIMITS })
  return cpuClock() - start
}

const LOG = 'a'.repeat(20_000)

function dearMail(diff: string): string {
  return mailOf({ diff, section: 'int f(void)', path: 'x.c' }).replace('Log.', LOG)
}

describe('a pack of a stranger takes no more than a second of a patch', { timeout: 60_000 }, () => {
  test.each(PATCHES)('all of its rules together: %s', async (_, diff) => {
    expect(await timeOf(DEAR, dearMail(diff))).toBeLessThan(1000 + COMPILE_MS)
  })
})

/** Compiling the rules comes with each run; it is paid once, whatever the number of patches. */
const COMPILE_MS = 500

describe('what is wrong with it is said with file, line and cause', () => {
  const check = (name: string, files: readonly RuleFile[], expected: string) => {
    test(name, async () => {
      const run = async () => timeOf(files, dearMail('+\tx();'))
      await expect(run()).rejects.toThrow(expected)
    })
  }
  check(
    'an unknown verb',
    [rule('x', '+$F();\nwhere $F runs-shell rm')],
    'evil/x.md:10: unknown verb "runs-shell"',
  )
  check(
    'a pattern deeper than is read',
    [rule('x', `+f(${'('.repeat(500)}a${')'.repeat(500)});`)],
    'evil/x.md:9: a pattern nests at most',
  )
  check(
    'a pattern of unary operators',
    [rule('x', `+f(${'!'.repeat(5000)}a);`)],
    'evil/x.md:9: a pattern nests at most',
  )
  check(
    'a pattern of 1,000 statements',
    [
      rule(
        'x',
        times(1000, (i) => `+s${i}();`),
      ),
    ],
    'evil/x.md:9: a pattern has at most 200 lines',
  )
  check(
    'a line of a megabyte',
    [rule('x', `+f("${'x'.repeat(500_000)}");`)],
    'evil/x.md:9: a pattern has at most',
  )
  check('a regex that looks ahead', [rule('x', 'Message: /(?=a)/')], 'evil/x.md:9: regex')
  check(
    'a regex that repeats a million times',
    [rule('x', 'Message: /(a{1000}){1000}/')],
    'evil/x.md:9: regex',
  )
  check(
    'an unclosed query',
    [rule('x', '(call_expression', { fence: 'query' })],
    'evil/x.md:9: tree-sitter says',
  )
  check(
    'a query as deep as a well',
    [
      rule('x', `${'(parenthesized_expression '.repeat(60)}(identifier) @A${')'.repeat(60)}`, {
        fence: 'query',
      }),
    ],
    'evil/x.md:9: a query nests at most',
  )
  check(
    'an unclosed fence',
    [{ ...rule('x', '+f();'), text: '---\n---\n# A\n\n## Match\n\n```diff\n+f();\n' }],
    'evil/x.md:7: this fence is not closed',
  )
})

test('code in a rule is text: nothing of it runs', async () => {
  const comment = '${process.exit(9)} <script>x</script> `rm -rf /` $(id) $F'
  const set = setOf([
    rule('x', '+$F();\nwhere $F matches /^(constructor|__proto__|x)$/', { comment }),
  ])
  const options = { tool: { name: 'lorelint', version: '' }, set, nursery: true }
  const report = await lint(one(dearMail('+\tx();\n+\tconstructor();\n+\t__proto__();')), options)
  const texts = report.reviews.flatMap((review) => review.comments.map(({ text }) => text))
  expect(texts).toEqual(
    ['x', 'constructor', '__proto__'].map((name) => comment.replace('$F', name)),
  )
})
