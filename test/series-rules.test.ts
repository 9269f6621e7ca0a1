import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint, loadRules, type RawMail, type Report, type Tree } from '../src/index.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const rules = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))

async function* sent(mails: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const [i, text] of mails.entries()) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: `${i}`, bytes, reload: async () => bytes })
  }
}

async function judge(
  only: string,
  mails: readonly string[],
  tree: Tree | null = null,
): Promise<Report> {
  const loaded = loadRules(rules)
  if ('errors' in loaded) throw new Error('the shipped rules are broken')
  const tool = { name: 'lorelint', version: '0' }
  return lint(sent(mails), { tool, set: loaded.set, only: only.split(','), tree })
}

/** "2 foo_select()": the patch, and what the comment is about. */
async function said(only: string, mails: readonly string[], tree: Tree | null = null) {
  const report = await judge(only, mails, tree)
  return report.reviews.flatMap(({ comments }) =>
    comments.map(({ patch, bindings }) => `${patch} ${bindings['NAME'] ?? bindings['EARLIER']}`),
  )
}

/** A series of patches, each a list of files with one hunk. */
function series(
  patches: readonly (readonly [path: string, hunk: string])[][],
  expected = patches.length,
  titles: readonly string[] = [],
): readonly string[] {
  return patches.map((files, i) => {
    const head = [
      'From: A Developer <dev@example.org>',
      `Message-ID: <${i + 1}@example.org>`,
      ...(i === 0 ? [] : ['In-Reply-To: <1@example.org>']),
      `Subject: [PATCH ${i + 1}/${expected}] ${titles[i] ?? `net: foo: Step ${i + 1}`}`,
      '',
      'Signed-off-by: A Developer <dev@example.org>',
      '---',
    ]
    return `${[...head, ...files.flatMap(([path, hunk]) => diff(path, hunk))].join('\n')}\n`
  })
}

/** Lines with a sign; a file of nothing but added lines is new. */
function diff(path: string, hunk: string): readonly string[] {
  const lines = hunk.split('\n')
  const old = lines.filter((line) => !line.startsWith('+')).length
  const now = lines.filter((line) => !line.startsWith('-')).length
  const isNew = old === 0
  const [from, at] = isNew ? ['/dev/null', '-0,0 +1'] : [`a/${path}`, `-10,${old} +10`]
  return [
    `diff --git a/${path} b/${path}`,
    ...(isNew ? ['new file mode 100644'] : []),
    `--- ${from}`,
    `+++ b/${path}`,
    `@@ ${at},${now} @@`,
    ...lines,
  ]
}

const use = ' static int foo_read(void)\n {\n+\tfoo_select(1);\n \treturn 0;\n }'
const definition =
  ' int other;\n+static void foo_select(int page)\n+{\n+\tpage_of = page;\n+}\n int more;'

describe('series/bisect', () => {
  const check = async (
    patches: readonly (readonly [string, string])[][],
    expected: readonly string[],
    tree: Tree | null = null,
  ): Promise<void> => {
    expect(await said('series/bisect', series(patches), tree)).toEqual(expected)
  }

  test('a function that the next patch defines', async () => {
    await check([[['net/foo.c', use]], [['net/foo.c', definition]]], ['1 foo_select()'])
    await check([[['net/foo.c', definition]], [['net/foo.c', use]]], [])
  })
  test('a static function of another file is another function', async () => {
    await check([[['net/foo.c', use]], [['net/bar.c', definition]]], [])
  })
  test('a name that context shows was there', async () => {
    const context = ' \tfoo_select(0);\n+\tfoo_start();\n int more;'
    await check(
      [
        [
          ['net/foo.c', use],
          ['net/old.c', context],
        ],
        [['net/foo.c', definition]],
      ],
      [],
    )
  })
  test('with a tree: a name that the file has is no news', async () => {
    const text = 'static void foo_select(int page);\n'
    const tree = {
      read: () => text,
      readBlob: () => null,
      holds: () => false,
      history: null,
      name: 'tree',
    }
    await check([[['net/foo.c', use]], [['net/foo.c', definition]]], [], tree)
    await check([[['net/foo.c', use]], [['net/foo.c', definition]]], ['1 foo_select()'], {
      ...tree,
      read: () => 'int foo_selected;\n',
    })
  })
  test('what an #if keeps out, and macro bodies, break nothing', async () => {
    const guarded =
      ' int a;\n+#ifdef CONFIG_FOO\n+int foo_run(void)\n+{\n+\treturn foo_select(1);\n+}\n+#endif\n int b;'
    const macro = ' int a;\n+#define FOO_RUN()\tfoo_select(1)\n int b;'
    await check([[['net/foo.c', guarded]], [['net/foo.c', definition]]], [])
    await check([[['net/foo.c', macro]], [['net/foo.c', definition]]], [])
  })
  test('a field or a structure of that name is something else', async () => {
    const field = ' int a(void)\n {\n+\tops->foo_select(1);\n+\tx.foo_select = y;\n }'
    await check([[['net/foo.c', field]], [['net/foo.c', definition]]], [])
  })
  test('macros and enumerators of a header, said once for a patch', async () => {
    const uses = ' int a(void)\n {\n+\tput(FOO_PAGE, FOO_MODE_FAST);\n+\tput(FOO_PAGE, 0);\n }'
    const header =
      ' int old;\n+#define FOO_PAGE\t3\n+enum foo_mode {\n+\tFOO_MODE_SLOW,\n+\tFOO_MODE_FAST,\n+};\n int more;'
    await check([[['net/foo.c', uses]], [['net/foo.h', header]]], ['1 FOO_PAGE and FOO_MODE_FAST'])
    await check([[['net/foo.c', uses]], [['tools/net/foo.h', header]]], [])
  })
  test('a missing patch may be the one that defines it', async () => {
    const [first = '', second = ''] = series([[['net/foo.c', use]], [['net/foo.c', definition]]], 3)
    const moved = [
      first.replace('[PATCH 1/3]', '[PATCH 2/3]'),
      second.replace('[PATCH 2/3]', '[PATCH 3/3]'),
    ]
    expect(await said('series/bisect', moved)).toEqual([])
    expect(await said('series/bisect', [first, second])).toEqual(['1 foo_select()'])
  })
  test('a new file under an option that comes later is not built before', async () => {
    const fresh = '+int foo_run(void)\n+{\n+\treturn foo_select(FOO_PAGE);\n+}'
    const make = ' obj-y += bar.o\n+obj-$(CONFIG_FOO) += foo.o\n obj-y += zap.o'
    const kconfig = (name: string): string =>
      ` \n+config ${name}\n+\tbool "x"\n+\tdepends on FOO_CORE\n `
    const core = ' int old;\n+#define FOO_PAGE\t3\n int more;'
    const start = [
      ['net/foo.c', fresh],
      ['net/Makefile', make],
      ['net/Kconfig', kconfig('FOO')],
    ] as const
    await check([[...start], [['net/foo.h', core]]], ['1 FOO_PAGE'])
    await check(
      [
        [...start],
        [
          ['net/foo.h', core],
          ['net/Kconfig', kconfig('FOO_CORE')],
        ],
      ],
      [],
    )
  })
  test('that a later patch takes the line away again mends nothing', async () => {
    const undo = use.replace('+\tfoo', '-\tfoo')
    const patches = [
      [['net/foo.c', use]],
      [['net/foo.c', definition]],
      [['net/foo.c', undo]],
    ] as const
    const report = await judge('series/bisect', series(patches.map((one) => [...one])))
    expect(report.reviews[0]?.comments).toHaveLength(1)
    expect(report.reviews[0]?.problems).toEqual([])
  })
})

describe('series/unused-added', () => {
  const driver = (fields: string, code: string): string =>
    `struct foo {\n${fields}};\n\nint foo_run(struct foo *foo)\n{\n${code}\treturn 0;\n}`
      .split('\n')
      .map((line) => `+${line}`)
      .join('\n')
  const check = async (
    fields: string,
    code: string,
    expected: readonly string[],
  ): Promise<void> => {
    const mails = series([[['net/foo.c', driver(fields, code)]]])
    expect(await said('series/unused-added', mails)).toEqual(expected)
  }

  test('a field that is read, and one that is not', async () => {
    await check('\tint used;\n\tint idle;\n', '\trun(foo->used);\n', ['1 idle'])
    await check('\tint used;\n', '\tfoo->used = 1;\n\trun(foo->used);\n', [])
  })
  test('layouts, reserved fields and initialised structures are none of it', async () => {
    await check('\t__le32 idle;\n', '', [])
    await check('\tint idle;\n\tint last;\n', '\tint x __aligned(8);\n', ['1 idle and last'])
    await check('\tint reserved;\n\tint pad0;\n', '', [])
    await check('\tint idle;\n', '\tstruct foo all[] = {\n\t\t1,\n\t};\n', [])
  })
  test('one remark for all of a patch', async () => {
    await check('\tint aaa;\n\tint bbb;\n\tint ccc;\n\tint ddd;\n\tint eee;\n', '', [
      '1 aaa, bbb, ccc and 2 more',
    ])
  })
  test('a patch that is missing, or not yet read, may use it', async () => {
    const one = series([[['net/foo.c', definition]]], 2)
    expect(await said('series/unused-added', one)).toEqual([])
    const two = series([[['net/foo.c', definition]], [['net/foo.c', use]]])
    expect(await said('series/unused-added', two)).toEqual([])
  })
  test('tests lay out what others read', async () => {
    const mails = series([[['tools/foo.c', driver('\tint idle;\n', '')]]])
    expect(await said('series/unused-added', mails)).toEqual([])
  })
})

describe('series/fold', () => {
  const fresh = '+int foo_run(void)\n+{\n+\tprepare_run(1);\n+\tstart_run(2);\n+}'
  const mend = ' {\n-\tprepare_run(1);\n-\tstart_run(2);\n+\tprepare_run(2);\n+\tstart_run(3);\n }'

  test('a new file is rewritten line by line', async () => {
    const mails = series([[['net/foo.c', fresh]], [['net/foo.c', mend]]])
    expect(await said('series/fold', mails)).toEqual(['2 1'])
  })
  test('another author mends it, or the first one imports it', async () => {
    const mails = series([[['net/foo.c', fresh]], [['net/foo.c', mend]]])
    const [first = '', second = ''] = mails
    const other = second.replace('A Developer <dev@', 'B Developer <bev@')
    expect(await said('series/fold', [first, other])).toEqual([])
    const imported = series([[['net/foo.c', fresh]], [['net/foo.c', mend]]], 2, [
      'net: foo: Import foo',
    ])
    expect(await said('series/fold', imported)).toEqual([])
  })
})
