import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { KINDS, VERBS } from '../src/facts/verbs.ts'
import { editorHelp } from '../src/rules/reference/editor.ts'
import { rulePages } from '../src/rules/reference/pages.ts'
import { precisionPage } from '../src/rules/reference/precision-page.ts'
import { rulePage } from '../src/rules/reference/rule-page.ts'
import { verbsPage } from '../src/rules/reference/verbs-page.ts'
import { build, lorelint } from './built-cli.ts'
import { measuredBlock } from './measured-rule.ts'
import { shipped } from './shipped.ts'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))

describe('the shipped reference is current (UPDATE=1 writes it)', () => {
  const pages = [
    { path: 'verbs.md', text: verbsPage() },
    { path: 'precision.md', text: precisionPage(shipped()) },
    ...rulePages(shipped()).map(({ path, text }) => ({ path: `rules/${path}`, text })),
  ]

  test.each(pages)('docs/$path', ({ path, text }) => {
    if (process.env['UPDATE'] === '1') {
      mkdirSync(dirname(docs + path), { recursive: true })
      writeFileSync(docs + path, text)
    }
    expect(readFileSync(docs + path, 'utf8')).toBe(text)
  })

  test('there is no page of a rule that is gone', () => {
    const found = readdirSync(`${docs}rules`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => `rules/${path.replaceAll('\\', '/')}`)
    expect(found.toSorted()).toEqual(
      pages
        .map(({ path }) => path)
        .filter((path) => path.startsWith('rules/'))
        .toSorted(),
    )
  })
})

test('the verbs page has every verb, alias and kind with its doc and example', () => {
  const page = verbsPage()
  for (const { name, aliases, doc, example } of VERBS) {
    expect(page).toContain(`## ${[name, ...aliases].map((word) => `\`${word}\``).join(', ')}`)
    expect(page).toContain(doc)
    expect(page).toContain(example)
  }
  for (const { name, doc } of KINDS) {
    expect(page).toContain(`| \`${name}\` |`)
    expect(page).toContain(doc)
  }
})

describe('a page of a rule', () => {
  const pack = '---\nowner: A Maintainer <m@example.org>\n---\n# Mine\n\nFor me.\n'
  const set = shipped([
    { path: 'my/PACK.md', file: 'my-rules/my/PACK.md', text: pack },
    {
      path: 'my/measured.md',
      file: 'my-rules/my/measured.md',
      text: [
        '---',
        'severity: note',
        '---',
        '# A | title',
        '',
        'Why.',
        '',
        '## Match',
        '',
        '```diff',
        'Subject: foo: *',
        '```',
        '',
        '## Comment',
        '',
        '````text',
        'Say ```it```.',
        '````',
        '',
        '## Measured',
        '',
        ...measuredBlock.split('\n').slice(2),
        '',
      ].join('\n'),
    },
  ])
  const rule = set.rules.find(({ id }) => id === 'my/measured')

  test('has its own figures and a fence that holds', () => {
    const page = rule === undefined ? '' : rulePage(rule, set.packs.get('my') ?? null)
    expect(page).toContain(measuredBlock)
    expect(page).toContain('- owner: A Maintainer <m@example.org>')
    expect(page).toContain('````text\nSay ```it```.\n````')
  })

  test('is in the index, which gives the figures and keeps its table whole', () => {
    const index = rulePages(set)[0]?.text
    expect(index).toContain(
      '| [my/measured](my/measured.md) | note | nursery | A \\| title | mail | Judged: 30 findings; 29 right, 1 arguable, 0 wrong; precision 0.97 (0.83-0.99). |',
    )
    expect(index).toContain('| `{stable-addresses}` | 3 | Addresses of the stable team')
  })
})

describe('what an editor completes with', () => {
  interface Help {
    readonly version: number
    readonly keys: readonly { readonly key: string; readonly values: readonly string[] }[]
    readonly heads: { readonly keys: readonly { readonly key: string }[] }
    readonly [name: string]: unknown
  }
  // What we print ourselves.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const help = JSON.parse(editorHelp(shipped())) as Help

  test('has version 1 and every part', () => {
    expect(help.version).toBe(1)
    expect(Object.keys(help)).toEqual([
      'version',
      'keys',
      'sections',
      'fences',
      'heads',
      'verbs',
      'kinds',
      'lists',
      'tables',
      'rules',
    ])
    for (const part of ['keys', 'sections', 'verbs', 'kinds', 'lists', 'tables', 'rules'])
      expect(help[part]).not.toEqual([])
  })

  test('the allowed values are those the reader takes', () => {
    const values = new Map(help.keys.map(({ key, values: allowed }) => [key, allowed]))
    expect(values.get('severity')).toEqual(['error', 'warning', 'note'])
    expect(values.get('files')).toEqual([])
    for (const { key, values: allowed } of help.keys)
      for (const value of allowed) expect(() => shipped([packed, using(key, value)])).not.toThrow()
  })

  test('every verb and kind says what it takes', () => {
    expect(help['verbs']).toEqual(
      VERBS.map(({ from: _, aboutStep: _also, ...described }) =>
        expect.objectContaining(described),
      ),
    )
    expect(help['kinds']).toEqual(
      KINDS.map(({ from: _, ...described }) => expect.objectContaining(described)),
    )
  })

  const packed = {
    path: 'my/PACK.md',
    file: 'my-rules/my/PACK.md',
    text: '---\nowner: A Maintainer <m@example.org>\n---\n# Mine\n\nFor me.\n',
  }
  const using = (key: string, value: string) => ({
    path: 'my/key.md',
    file: 'my-rules/my/key.md',
    text: `---\n${key}: ${value}\n---\n# T\n\n## Match\n\n\`\`\`diff\nSubject: x\n\`\`\`\n\n## Comment\n\n\`\`\`text\nX.\n\`\`\`\n\n${measuredBlock}\n`,
  })
})

describe('on the command line', () => {
  beforeAll(build, 180_000)

  test('rules --doc writes the same pages as are shipped', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'lorelint-doc-')), 'rules')
    expect(lorelint(['rules', '--doc', folder])).toMatchObject({ code: 0, out: '' })
    for (const path of ['README.md', 'kvm-arm64/undef-at-el0.md', '../verbs.md'])
      expect(readFileSync(join(folder, path), 'utf8')).toBe(
        readFileSync(join(docs, 'rules', path), 'utf8'),
      )
  })

  test('rules ID shows the text of its page', () => {
    const { out } = lorelint(['rules', 'kvm-arm64/undef-at-el0'])
    const page = readFileSync(`${docs}rules/kvm-arm64/undef-at-el0.md`, 'utf8')
    expect(page.replace(/<!--.*-->\n\n/, '')).toBe(out)
  })

  test('rules --editor prints the JSON', () => {
    expect(lorelint(['rules', '--editor']).out).toBe(editorHelp(shipped()))
  })
})
