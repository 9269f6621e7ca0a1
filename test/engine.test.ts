import { beforeAll, describe, expect, test } from 'vitest'
import { openParser, type ParseC } from '../src/c/parser.ts'
import { readPatch } from '../src/diff/patch.ts'
import { memo, situations } from '../src/facts/situation.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { Series } from '../src/model.ts'
import { compileRules } from '../src/rules/compile.ts'
import { judge, type Verdict } from '../src/rules/judge.ts'
import { loadRules } from '../src/rules/load.ts'

const ready: { parse: ParseC | null } = { parse: null }
beforeAll(async () => {
  ready.parse = await openParser()
})

function parser(): ParseC {
  if (ready.parse === null) throw new Error('the parser is not open')
  return ready.parse
}

/** A mail whose one hunk is the diff. */
function mailOf(diff: string, section: string): string {
  const lines = diff.split('\n')
  const old = lines.filter((line) => !line.startsWith('+')).length
  const fresh = lines.filter((line) => !line.startsWith('-')).length
  return [
    'From: A <a@example.org>',
    'Message-ID: <m@example.org>',
    'Subject: [PATCH] x: y',
    '',
    'Log.',
    '---',
    'diff --git a/x.c b/x.c',
    '--- a/x.c',
    '+++ b/x.c',
    `@@ -10,${old} +10,${fresh} @@ ${section}`,
    ...lines,
    '',
  ].join('\n')
}

/** Each match as "line of the patch it points at: holes", e.g. "+	foo(a); X=a". */
async function matches(
  pattern: string,
  diff: string,
  section: string,
  keys = '',
): Promise<readonly string[]> {
  const { findings } = await judged(pattern, mailOf(diff, section), keys)
  return findings.map(({ anchor, bindings, patch }) => {
    const lines = patch.files.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
    const at = anchor.kind === 'line' ? anchor.mailLine : null
    const line = lines.find(({ mailLine }) => mailLine === at)
    const holes = Object.entries(bindings).map(([name, bound]) => `${name}=${bound}`)
    return [`${line?.sign}${line?.text.trim()}`, ...holes].join(' ')
  })
}

function checkIn(section: string) {
  return (name: string, pattern: string, diff: string, expected: readonly string[]) => {
    test(name, async () => {
      expect(await matches(pattern, diff, section)).toEqual(expected)
    })
  }
}

describe('signs', () => {
  const check = checkIn('int f(void)')
  check('an added line matches +', '+foo();', '+\tfoo();', ['+foo();'])
  check('a kept line does not', '+foo();', ' \tfoo();\n+\tbar();', [])
  check('a removed line does not', '+foo();', '-\tfoo();\n+\tbar();', [])
  check('a removed line matches -', '-foo();', '-\tfoo();\n+\tbar();', ['-foo();'])
  check('context may be kept or added', ' foo();\n+bar();', '+\tfoo();\n+\tbar();', ['+bar();'])
  check('every + token has to be added', '+foo(a,\n+    b);', ' \tfoo(a,\n+\t    b);', [])
  check('context has to be there', ' foo();\n+bar();', '+\tbar();', [])
  check('every place is found', '+foo();', '+\tfoo();\n \tx();\n+\tfoo();', ['+foo();', '+foo();'])
})

describe('holes', () => {
  const check = checkIn('int f(void)')
  check('a hole binds what stands there', '+foo($X);', '+\tfoo(a->b + 1);', [
    '+foo(a->b + 1); X=a->b + 1',
  ])
  check('the same hole is the same text', '+foo($X, $X);', '+\tfoo(a, b);\n+\tfoo(c, c);', [
    '+foo(c, c); X=c',
  ])
  check('white space does not tell texts apart', '+foo($X, $X);', '+\tfoo(a  + b, a + b);', [
    '+foo(a  + b, a + b); X=a + b',
  ])
  check('a hole can be the function', '+$F(lock);', '+\tspin_lock(lock);', [
    '+spin_lock(lock); F=spin_lock',
  ])
  check('a hole joins the two sides', '-kfree($P);\n+kvfree($P);', '-\tkfree(a);\n+\tkvfree(a);', [
    '+kvfree(a); P=a',
  ])
  check('and keeps them apart', '-kfree($P);\n+kvfree($P);', '-\tkfree(a);\n+\tkvfree(b);', [])
  check('a hole is one argument, not two', '+foo($X);', '+\tfoo(a, b);', [])
})

describe('dots', () => {
  const check = checkIn('int f(void)')
  check('any arguments', '+foo($X, ...);', '+\tfoo(a);\n+\tfoo(b, c, d);', [
    '+foo(a); X=a',
    '+foo(b, c, d); X=b',
  ])
  check(
    'any statements between',
    '+lock();\n ...\n+unlock();',
    '+\tlock();\n \ta();\n+\tunlock();',
    ['+unlock();'],
  )
  check('no statement between', '+lock();\n ...\n+unlock();', '+\tlock();\n+\tunlock();', [
    '+unlock();',
  ])
  check('the order counts', '+lock();\n ...\n+unlock();', '+\tunlock();\n+\tlock();', [])
  check(
    'into blocks',
    '+lock();\n ...\n+unlock();',
    '+\tlock();\n \tif (a) {\n+\t\tunlock();\n \t}',
    ['+unlock();'],
  )
  check(
    'a whole function',
    ' int $F(struct x *$P, ...)\n {\n \t...\n+\tfoo($P);\n \t...\n }',
    '+int g(struct x *me, int b)\n+{\n+\tint c;\n+\n+\tfoo(me);\n+\treturn c;\n+}',
    ['+foo(me); F=g P=me'],
  )
})

describe('what says the same is the same', () => {
  const check = checkIn('int f(void)')
  check('p == NULL is !p', '+if (!$P)\n+\treturn 0;', '+\tif (a->b == NULL)\n+\t\treturn 0;', [
    '+if (a->b == NULL) P=a->b',
  ])
  check('!p is !p', '+if (!$P)\n+\treturn 0;', '+\tif (!p)\n+\t\treturn 0;', ['+if (!p) P=p'])
  check('p != NULL is not !p', '+if (!$P)\n+\treturn 0;', '+\tif (p != NULL)\n+\t\treturn 0;', [])
  check(
    'braces round one statement',
    '+if (a)\n+\treturn 1;',
    '+\tif (a) {\n+\t\treturn 1;\n+\t}',
    ['+if (a) {'],
  )
  check('braces in the pattern', '+if (a) {\n+\treturn 1;\n+}', '+\tif (a)\n+\t\treturn 1;', [
    '+if (a)',
  ])
  check(
    'braces round two are not',
    '+if (a)\n+\tb();',
    '+\tif (a) {\n+\t\tb();\n+\t\tc();\n+\t}',
    [],
  )
  check('return false is return 0', '+return false;', '+\treturn 0;', ['+return 0;'])
  check('return true is return 1', '+return true;', '+\treturn 1;', ['+return 1;'])
  check('return 0 is not return 1', '+return 0;', '+\treturn 1;', [])
  check('comments are nothing', '+foo(a, b);', '+\tfoo(a, /* why */ b);', ['+foo(a, /* why */ b);'])
})

describe('other places than statements', () => {
  const check = checkIn('static const struct d t[] = {')
  check('a row of a table', '+{ ID($X), ... },', ' \t{ ID(1), a },\n+\t{ ID(2), b, c },', [
    '+{ ID(2), b, c }, X=2',
  ])
  check(
    'a row that changes',
    '-{ ID($X), old },\n+{ ID($X), $NEW },',
    [' \t{ ID(1), old },', '-\t{ ID(2), old },', '+\t{ ID(2), new_one },'].join('\n'),
    ['+{ ID(2), new_one }, X=2 NEW=new_one'],
  )
  check('a named field', '+.$FIELD = $F,', '+\t.probe = foo_probe,', [
    '+.probe = foo_probe, FIELD=probe F=foo_probe',
  ])
})

describe('what the parser could not read', () => {
  const check = checkIn('')
  check('nothing matches in it', '+foo();', '+this is } no ( C foo();\n+]] foo(; ((', [])
  check(
    'what stands apart from it matches',
    '+return 1;',
    '+int f(void)\n+{\n+\treturn 1;\n+}\n+\n+(((',
    ['+return 1;'],
  )
})

describe('matching takes time in proportion to the patch', () => {
  const check = (name: string, pattern: string, diff: readonly string[]) => {
    test(name, { timeout: 60_000 }, async () => {
      const start = performance.now()
      expect(await matches(pattern, diff.join('\n'), 'int f(void)')).toEqual([])
      expect(performance.now() - start).toBeLessThan(3_000)
    })
  }
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i))
  const dots = lines(12, (i) => ` ...\n+a${i}();`).join('\n')

  check(
    'a run of statements that begins nowhere',
    '+lock();\n ...\n+unlock();',
    lines(20_000, () => '+\tx();'),
  )
  check('many dots that nearly match', `+start();\n${dots}`, [
    '+\tstart();',
    ...lines(3_000, (i) => `+\ta${i % 11}();`),
  ])
  check('blocks in blocks', '+lock();\n ...\n+unlock();', [
    '+\tlock();',
    ...lines(300, () => '+\tif (a) {'),
    ...lines(300, () => '+\t}'),
  ])
  check(
    'arguments without end',
    '+foo($X, ..., $X, ..., $X);',
    lines(2_000, (i) => (i === 0 ? '+\tfoo(b,' : i === 1_999 ? '+\tc);' : `+\t    a${i},`)),
  )
})

const PACK = '---\nowner: A Maintainer <m@example.org>\n---\n# A pack\n\nFor tests.\n'

/** Judges one mail by one rule of our own, as `lorelint explain` does. */
async function judged(match: string, mail: string, keys = ''): Promise<Verdict> {
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

const mail = (subject: string, trailers: string): string =>
  [
    'From: A <a@example.org>',
    'Message-ID: <m@example.org>',
    `Subject: ${subject}`,
    '',
    'Log.',
    '',
    `${trailers}Signed-off-by: A <a@example.org>`,
    '---',
    'diff --git a/x.c b/x.c',
    '--- a/x.c',
    '+++ b/x.c',
    '@@ -1,2 +1,3 @@ int f(void)',
    ' {',
    '+\tfoo(a);',
    ' \treturn 0;',
    '',
  ].join('\n')

describe('a clause is yes, no or unknown', () => {
  const check = (
    name: string,
    clause: string,
    patch: string,
    expected: { readonly said: string; readonly speaks: boolean },
  ) => {
    test(name, async () => {
      const { steps, findings } = await judged(clause, patch)
      expect({ said: steps.at(-1)?.said, speaks: findings.length > 0 }).toEqual(expected)
    })
  }
  const fix = mail('[PATCH] x: y', 'Reported-by: B <b@example.org>\n')
  const none = mail('[PATCH] x: Remove unused code', '')
  const between = mail('[PATCH] x: y', '')
  const speaks = { said: 'yes', speaks: true }
  const silent = (said: string) => ({ said, speaks: false })

  check('yes', 'where patch is-a fix', fix, speaks)
  check('no', 'where patch is-a fix', none, silent('no'))
  check('unknown', 'where patch is-a fix', between, silent('unknown'))
  check('not yes is no', 'where not patch is-a fix', fix, silent('no'))
  check('not no is yes', 'where not patch is-a fix', none, speaks)
  check('not unknown is unknown', 'where not patch is-a fix', between, silent('unknown'))
  check(
    'a hole of the pattern is known to a clause',
    '+$F(...);\nwhere $F is-in {names}',
    fix,
    speaks,
  )
  check('and to its opposite', '+$F(...);\nwhere not $F is-in {names}', fix, silent('no'))
  check('a hole nothing bound is unknown', 'where $F is-in {names}', fix, silent('unknown'))
  check('not a hole nothing bound, too', 'where not $F is-in {names}', fix, silent('unknown'))
  check(
    'the clauses stop at the first that fails',
    'where patch is-a fix\nand $F is-in {names}',
    none,
    {
      said: 'no',
      speaks: false,
    },
  )
})

describe('heads', () => {
  const check = (name: string, head: string, expected: boolean) => {
    test(name, async () => {
      const patch = mail('[PATCH v2] net: foo: Bar', 'Cc: <stable@example.org> # v6.1\n')
      const { findings } = await judged(head, patch)
      expect(findings.length > 0).toBe(expected)
    })
  }

  check('a glob over the title', 'Subject: net: *', true)
  check('a glob is of the whole title', 'Subject: net:', false)
  check('a regex somewhere in the title', 'Subject: /foo: B/', true)
  check('a regex minds case', 'Subject: /foo: b/', false)
  check('unless it is told not to', 'Subject: /foo: b/i', true)
  check('not', 'Subject: not /foo/', false)
  check('a trailer there is', 'Cc: *stable*', true)
  check('a trailer there is not', 'Fixes: *', false)
  check('no trailer', 'no Fixes: *', true)
  check('no trailer, but there is', 'no Cc: *', false)
  check('the key of a trailer in any case', 'CC: *stable*', true)
  check('the log', 'Message: /^Log/', true)
  check('the author', 'From: *a@example.org*', true)
})

test('a finding points at its trailer when nothing in the diff does', async () => {
  const patch = mail('[PATCH] x: y', 'Cc: <stable@example.org> # v6.1\n')
  const { findings } = await judged('Cc: *stable*', patch)
  expect(findings.map(({ anchor }) => anchor)).toEqual([
    { kind: 'trailer', key: 'Cc', value: '<stable@example.org> # v6.1', mailLine: 3 },
  ])
})

test('a regex takes linear time, whoever wrote it', { timeout: 10_000 }, async () => {
  const patch = mail(`[PATCH] x: ${'a'.repeat(50_000)}!`, '')
  const start = performance.now()
  const { findings } = await judged('Subject: /(a+)+$/', patch)
  expect(findings).toEqual([])
  expect(performance.now() - start).toBeLessThan(3_000)
})
