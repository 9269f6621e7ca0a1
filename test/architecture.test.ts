import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src/', import.meta.url))

interface Source {
  /** Below src/: "c/image.ts". */
  readonly file: string
  readonly text: string
  readonly imports: readonly Import[]
}

interface Import {
  readonly from: string
  /** A file below src/, or the name as written: "node:fs", "probot". */
  readonly to: string
  readonly kind: 'value' | 'type' | 'dynamic'
}

function sources(): readonly Source[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(src + file, 'utf8')
      return { file, text, imports: importsOf(file, text) }
    })
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?'([^']+)'/gm
const DYNAMIC = /\b(?:import|require|register)\(\s*'([^']+)'/g

function importsOf(file: string, text: string): readonly Import[] {
  const target = (name: string): string =>
    name.startsWith('.') ? posix.join(dirname(file), name) : name
  return [
    ...[...text.matchAll(STATIC)].map(([, type, name = '']): Import => {
      return { from: file, to: target(name), kind: type === undefined ? 'value' : 'type' }
    }),
    ...[...text.matchAll(DYNAMIC)].map(([, name = '']): Import => {
      return { from: file, to: target(name), kind: 'dynamic' }
    }),
  ]
}

const all = sources()
const imports = all.flatMap((source) => source.imports)
const shown = ({ from, to }: Import): string => `src/${from} imports ${to}`

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : ''
}

const ORDER = ['mail', 'diff', 'series', 'c', 'facts', 'rules', 'review', 'report', 'measure']
/** They compose the folders. */
const TOP = [
  'commit-mark.ts',
  'examples.ts',
  'first-pass.ts',
  'history.ts',
  'inbox-series.ts',
  'inbox.ts',
  'index.ts',
  'limits.ts',
  'lint.ts',
  'model.ts',
  'new-rule.ts',
  'posted.ts',
  'previous.ts',
  'read-mail.ts',
  'reviewer.ts',
  'rulebook.ts',
  'serve.ts',
]
/** Known to every folder. */
const COMMON = new Set(['model.ts', 'rulebook.ts', 'limits.ts', 'commit-mark.ts'])

function isInside({ to }: Import): boolean {
  return to.endsWith('.ts')
}

describe('imports go one way', () => {
  test('this test sees the imports', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(imports.filter(({ kind }) => kind === 'dynamic').map(shown)).toContain(
      'src/c/parser.ts imports tree-sitter',
    )
    const known = new Set(all.map(({ file }) => file))
    expect(imports.filter((i) => isInside(i) && !known.has(i.to)).map(shown)).toEqual([])
    const written = all.flatMap(({ text }) => text.match(/^import\s|^export .* from '/gm) ?? [])
    expect(imports.filter(({ kind }) => kind !== 'dynamic').length).toBe(written.length)
  })

  test('every folder is known here', () => {
    const folders = new Set(all.map(({ file }) => folderOf(file)))
    expect([...folders].toSorted()).toEqual(
      ['', ...ORDER, 'app', 'cli', 'pool', 'sources'].toSorted(),
    )
    const top = all.filter(({ file }) => folderOf(file) === '').map(({ file }) => file)
    expect(top).toEqual(TOP)
  })

  test('the model imports nothing', () => {
    expect(imports.filter(({ from }) => from === 'model.ts').map(shown)).toEqual([])
  })

  test('the rulebook imports the model only', () => {
    const known = imports.filter(({ from }) => from === 'rulebook.ts').map(({ to }) => to)
    expect(known).toEqual(['model.ts'])
  })

  test('mails, diffs and series know nothing of rules', () => {
    const wrong = imports.filter(
      (i) =>
        ['sources', 'mail', 'diff', 'series'].includes(folderOf(i.from)) && i.to === 'rulebook.ts',
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('sources know the model only', () => {
    const wrong = imports.filter(
      (i) =>
        folderOf(i.from) === 'sources' &&
        isInside(i) &&
        folderOf(i.to) !== 'sources' &&
        !COMMON.has(i.to),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('a folder imports only from folders to its left', () => {
    const wrong = imports.filter((i) => {
      const place = ORDER.indexOf(folderOf(i.from))
      if (place === -1 || !isInside(i) || COMMON.has(i.to)) return false
      const other = ORDER.indexOf(folderOf(i.to))
      return other === -1 || other > place
    })
    expect(wrong.map(shown)).toEqual([])
  })

  test('the pipeline does not know who runs it', () => {
    const wrong = imports.filter(
      (i) =>
        ['examples.ts', 'inbox.ts', 'index.ts', 'lint.ts'].includes(i.from) &&
        ['cli', 'app', 'pool', 'sources', 'report'].includes(folderOf(i.to)),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('cli and app do not import each other', () => {
    const wrong = imports.filter(
      (i) =>
        (folderOf(i.from) === 'cli' && folderOf(i.to) === 'app') ||
        (folderOf(i.from) === 'app' && folderOf(i.to) === 'cli'),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('no cycles', () => {
    const next = new Map(
      all.map((source) => [source.file, source.imports.filter(isInside).map(({ to }) => to)]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      done.add(file)
    }
    for (const { file } of all) visit(file, [])
    expect(cycles).toEqual([])
  })
})

const WORLD =
  /^(?:node:)?(?:fs|child_process|https?|http2|net|tls|dgram|dns|os|process|readline|timers|worker_threads|cluster)(?:\/|$)|^probot$|^@octokit\//

function isWorldly(file: string): boolean {
  return ['sources', 'cli', 'app', 'pool'].includes(folderOf(file)) || file === 'serve.ts'
}

describe('only sources, cli and app touch the world', () => {
  test('files, processes, network and timers', () => {
    const wrong = imports.filter(
      (i) =>
        WORLD.test(i.to) &&
        !isWorldly(i.from) &&
        !(i.from === 'lint.ts' && i.to === 'node:timers/promises'),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('no clock, chance, console, environment or network in the pure folders', () => {
    const worldly =
      /\b(?:process|console)\.|\b(?:Date\.now|new Date|Math\.random|performance\.now)\(\)|\b(?:fetch|setTimeout|setInterval|setImmediate)\(/
    const wrong = all
      .filter(({ file }) => !isWorldly(file))
      .flatMap(({ file, text }) =>
        code(text).flatMap((line, row) =>
          worldly.test(line) ? [`src/${file}:${row + 1}: ${line.trim()}`] : [],
        ),
      )
    expect(wrong).toEqual([])
  })

  test('what is loaded at once by the command line is light', () => {
    const heavy = /^(?:probot|mailparser|tree-sitter.*|@octokit\/.*|@zone-eu\/.*)$/
    const seen = new Set<string>()
    const wrong: string[] = []
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      const source = all.find((candidate) => candidate.file === file)
      for (const one of source?.imports ?? []) {
        if (one.kind !== 'value') continue
        if (heavy.test(one.to)) wrong.push(shown(one))
        if (isInside(one)) visit(one.to)
      }
    }
    visit('cli/main.ts')
    expect(wrong).toEqual([])
    expect(seen.has('cli/main.ts')).toBe(true)
  })
})

describe('form', () => {
  test('no mutable state in a module', () => {
    const wrong = all.flatMap(({ file, text }) =>
      code(text).flatMap((line, row) =>
        /^(?:export\s+)?(?:let|var)\s/.test(line) ? [`src/${file}:${row + 1}: ${line}`] : [],
      ),
    )
    expect(wrong).toEqual([])
  })

  test('no default exports', () => {
    const wrong = all.filter(({ text }) => /^export default\b/m.test(text))
    expect(wrong.map(({ file }) => `src/${file}`)).toEqual([])
  })

  test('a file has at most 300 lines', () => {
    const wrong = all
      .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
      // What flows from a mail to its review is to be read on one page.
      .filter(({ file, lines }) => lines > 300 && file !== 'model.ts')
    expect(wrong.map(({ file, lines }) => `src/${file}: ${lines} lines`)).toEqual([])
  })

  test('a file of tests has at most 300 lines', () => {
    const here = fileURLToPath(new URL('./', import.meta.url))
    const wrong = readdirSync(here, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file, lines: readFileSync(here + file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300)
    expect(wrong.map(({ file, lines }) => `test/${file}: ${lines} lines`)).toEqual([])
  })

  test('no project text names a machine path', () => {
    const wrong = all.filter(({ text }) => /(?:^|['"\s])\/(?:work|home|root|tmp)\//.test(text))
    expect(wrong.map(({ file }) => `src/${file}`)).toEqual([])
  })
})

/** The lines of a text with those of comments and the contents of plain strings blanked. */
function code(text: string): readonly string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line) => line.replace(/'(?:[^'\\]|\\.)*'/g, "''").replace(/(^|\s)\/\/.*$/, '$1'))
}
