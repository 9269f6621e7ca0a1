import { describe, expect, test } from 'vitest'
import { parseFragment } from '../src/c/fragment.ts'
import { fileImage, hunkImage, lineOf } from '../src/c/image.ts'
import { enclosingFunction, textOf } from '../src/c/walk.ts'
import { readDiff } from '../src/diff/read.ts'
import type { FileDiff, Hunk, Image, Side } from '../src/model.ts'
import { parser } from './opened-parser.ts'

/** A diff of one hunk out of its lines; lines without sign are context. */
function hunkOf(lines: readonly string[], section = ''): { file: FileDiff; hunk: Hunk } {
  const old = lines.filter((line) => !line.startsWith('+')).length
  const fresh = lines.filter((line) => !line.startsWith('-')).length
  const head = ['--- a/x.c', '+++ b/x.c', `@@ -10,${old} +10,${fresh} @@ ${section}`]
  const text = [...head, ...lines].map((line, i) => ({ text: line, mailLine: i + 1 }))
  const { files } = readDiff(text, { messageId: 'm@x', diffstat: [], quoted: false })
  const [file] = files
  const [hunk] = file?.hunks ?? []
  if (file === undefined || hunk === undefined) throw new Error('the test has no hunk')
  return { file, hunk }
}

function imageOf(lines: readonly string[], section = '', side: Side = 'new'): Image | null {
  const { file, hunk } = hunkOf(lines, section)
  return hunkImage(parser(), file, hunk, side)
}

/** The lines of the patch that the parser could not read. */
function blindLines(image: Image): readonly string[] {
  return [...image.blind].flatMap((row) => image.lines[row]?.text ?? [])
}

describe('a fragment is read in the context it was cut from', () => {
  const check = (
    name: string,
    text: string,
    section: string,
    sees: readonly (readonly [kind: string, text: string])[],
  ) => {
    test(name, () => {
      const lines = text.split('\n').map((line) => ` ${line}`)
      const image = imageOf(lines, section)
      expect(image).not.toBeNull()
      if (image === null) return
      expect(blindLines(image)).toEqual([])
      const { syntax } = image
      for (const [kind, wanted] of sees) {
        const found = (syntax.byKind.get(kind) ?? []).map((node) => textOf(syntax, node))
        expect(found, kind).toContain(wanted)
      }
    })
  }

  check('a whole function', 'int f(void)\n{\n\treturn 0;\n}', '', [
    ['return_statement', 'return 0;'],
    ['function_definition', 'int f(void)\n{\n\treturn 0;\n}'],
  ])
  check('the inside of a function', '\tif (a)\n\t\treturn 1;\n\n\tb();', 'static int f(int a)', [
    ['if_statement', 'if (a)\n\t\treturn 1;'],
    ['expression_statement', 'b();'],
  ])
  check('the inside of a function nobody names', '\tif (a)\n\t\treturn 1;\n\tb();', '', [
    ['expression_statement', 'b();'],
  ])
  check(
    'the end of one function and the start of the next',
    '\treturn 1;\n}\n\nstatic int g(void)\n{\n\tint x = 1;\n',
    'static int f(int a)',
    [
      ['return_statement', 'return 1;'],
      ['declaration', 'int x = 1;'],
    ],
  )
  check('deep inside, with blocks that close', '\t\tc();\n\t}\n\treturn 1;\n}', 'int f(int a)', [
    ['expression_statement', 'c();'],
    ['return_statement', 'return 1;'],
  ])
  check(
    'a signature without its first line',
    '\t\t const struct sys_reg_desc *r)\n{\n\treturn true;\n}',
    'static bool f(struct kvm_vcpu *vcpu, struct sys_reg_params *p,',
    [['return_statement', 'return true;']],
  )
  check(
    'rows of a table',
    '\t{ SYS_DESC(SYS_A), trap_raz_wi },\n\n\t{ SYS_DESC(SYS_B), NULL, .reset = f },',
    'static const struct sys_reg_desc sys_reg_descs[] = {',
    [
      ['initializer_list', '{ SYS_DESC(SYS_A), trap_raz_wi }'],
      ['initializer_pair', '.reset = f'],
    ],
  )
  check(
    'rows of a table nobody names',
    '\t{ USB_DEVICE(1, 2) },\n\t{ USB_DEVICE(1, 3) },\n\t{ }',
    '',
    [['initializer_list', '{ USB_DEVICE(1, 3) }']],
  )
  check('the end of a table', '\t{ A(1), b },\n\t{ A(2), c },\n};\n', 'int t[] = {', [
    ['initializer_list', '{ A(2), c }'],
  ])
  check(
    'cases of a switch',
    '\tcase 1:\n\t\ta();\n\t\tbreak;\n\tdefault:\n\t\tb();',
    'int f(int x)',
    [['break_statement', 'break;']],
  )
  check('the inside of a comment', ' * and so on.\n */\nint x;', '', [['declaration', 'int x;']])
  check('a comment that goes on', 'int x;\n/*\n * and so on', '', [['declaration', 'int x;']])
  check('#else without its #if', '\ta();\n#else\n\tb();\n#endif\n\tc();', 'int f(void)', [
    ['expression_statement', 'b();'],
    ['expression_statement', 'c();'],
  ])
  check('fields of a struct', '\tu32 a;\n\tconst char *b;\n\tu8 c : 4;', 'struct kvm_arch {', [
    ['field_declaration', 'u32 a;'],
  ])
  check('the kernel’s own words', 'static int __init f(void __user *p)\n{\n\treturn 0;\n}', '', [
    ['return_statement', 'return 0;'],
  ])
  check('a loop macro', '\tlist_for_each_entry(a, &b, c)\n\t\td(a);\n\te();', 'int f(void)', [
    ['expression_statement', 'e();'],
  ])
  check('a macro of several lines', '#define f(x)\t\\\n\tg(x)\t\\\n\nint y;', '', [
    ['declaration', 'int y;'],
  ])
})

describe('rows of an image are lines of the patch', () => {
  const lines = [' \ta();', '-\tgone();', '+\tcome(1,', '+\t     2);', ' \tz();']

  function at(image: Image | null, call: string): number | null {
    if (image === null) return null
    const { syntax } = image
    const nodes = syntax.byKind.get('call_expression') ?? []
    const node = nodes.find((n) => textOf(syntax, n).startsWith(call))
    return node === undefined ? null : (lineOf(image, node)?.mailLine ?? null)
  }

  test('the new side shows what is added and kept', () => {
    const image = imageOf(lines, 'int f(void)', 'new')
    expect(['a(', 'gone(', 'come(', 'z('].map((call) => at(image, call))).toEqual([4, null, 6, 8])
  })

  test('the old side shows what is removed and kept', () => {
    const image = imageOf(lines, 'int f(void)', 'old')
    expect(['a(', 'gone(', 'come(', 'z('].map((call) => at(image, call))).toEqual([4, 5, null, 8])
  })

  test('the section line names the function', () => {
    const image = imageOf(lines, 'static int foo_probe(struct device *dev,', 'new')
    if (image === null) throw new Error('not parsed')
    const node = image.syntax.byKind.get('call_expression')?.[0] ?? 0
    expect(enclosingFunction(image.syntax, node)).toBe('foo_probe')
  })

  test('a side without lines has no image', () => {
    expect(imageOf(['+int x;'], '', 'old')).toBeNull()
  })

  test('a whole file keeps its own rows', () => {
    const image = fileImage(parser(), 'int a;\n\nint b;\n', 'new', 'x.c', [])
    if (image === null) throw new Error('not parsed')
    expect([...image.rows]).toEqual([0, 7, 8, 15])
    expect(image.whole).toBe(true)
  })
})

describe('what cannot be read is said to be blind', () => {
  test('words that are no C', () => {
    const image = imageOf([' int a;', '+this is } no ( C', ' int b;'])
    expect(image).not.toBeNull()
    expect(image === null ? [] : blindLines(image)).toContain('this is } no ( C')
  })

  test('what stands beside it is read', () => {
    const text = ['int f(void)', '{', '\treturn 1;', '}', '', '@@ ??? ((( !!!', '', 'int b;']
    const image = imageOf(text.map((line) => `+${line}`))
    expect(image === null ? [] : blindLines(image)).not.toContain('\treturn 1;')
  })
})

describe('no input takes long or crashes', () => {
  const check = (name: string, text: string, section = '') => {
    test(name, { timeout: 20_000 }, () => {
      const start = performance.now()
      const fragment = parseFragment(parser(), text, section)
      expect(fragment === null || fragment.syntax.size > 0).toBe(true)
      expect(performance.now() - start).toBeLessThan(10_000)
    })
  }

  const rows = Array.from({ length: 5_000 }, (_, i) => `\t{ SYS_DESC(SYS_R${i}), trap_raz_wi },`)
  check('100,000 open parentheses', `int x = ${'('.repeat(100_000)}`)
  check('100,000 parentheses that close', `int x = ${'('.repeat(100_000)}1${')'.repeat(100_000)};`)
  check('100,000 open braces', '{'.repeat(100_000))
  check('100,000 closing braces', '}'.repeat(100_000))
  check('a table of 200 kB', rows.join('\n'), 'static const struct sys_reg_desc t[] = {')
  check('a table of 200 kB that nobody names', rows.join('\n'))
  check('a line of 1 MB', `int x = ${'a+'.repeat(500_000)}1;`)
  check('100,000 stars', '*'.repeat(100_000))
  check('100,000 quotes', '"'.repeat(100_000))
  check('100,000 lines of #else', '#else\n'.repeat(100_000))
  check('nothing', '')
  // A mutant of 5 kB took 1.5 s: each context was tried over text with a NUL behind every letter.
  test('text with NUL bytes is not parsed', () => {
    expect(parser()('int a;\0')).toBeNull()
  })
  check('bytes of all kinds', String.fromCodePoint(...Array.from({ length: 4_096 }, (_, i) => i)))
})
