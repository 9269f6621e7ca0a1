import type { Document, LineCounter, Node, Range } from 'yaml'
import { CONFIG_BYTES } from '../limits.ts'

/** What is wrong with a config: ".lorelint.yml:3:5: ..."; both count from 1. */
export interface ConfigError {
  readonly line: number
  readonly column: number
  readonly what: string
}

/** How many errors of one config are told. */
export const MOST_ERRORS = 20

export type Place = Pick<ConfigError, 'line' | 'column'>

/** A YAML value with its places; null where nothing is written. */
export type ConfigNode =
  | { readonly kind: 'map'; readonly at: Place; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: 'list'; readonly at: Place; readonly nodes: readonly ConfigNode[] }
  | { readonly kind: 'scalar'; readonly at: Place; readonly value: unknown }

interface ConfigEntry {
  readonly key: string
  readonly at: Place
  readonly value: ConfigNode
}

export type ReadYaml = { readonly node: ConfigNode } | { readonly errors: readonly ConfigError[] }

/** Reads the plain part of YAML 1.2: no anchors, aliases or tags, and no more than people write by hand. */
export async function readYaml(text: string): Promise<ReadYaml> {
  const refused = tooMuch(text)
  if (refused !== null) return { errors: [refused] }
  // Loaded here: most runs have no config.
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const document: Document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
  })
  const errors = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    ...placeAt(lines, pos[0]),
    what: message,
  }))
  const tell = (at: Place, what: string): void => void errors.push({ ...at, what })
  const node = errors.length > 0 ? null : plain(yaml, document.contents, lines, tell)
  if (errors.length > 0) return { errors }
  return { node: node ?? { kind: 'map', at: { line: 1, column: 1 }, entries: [] } }
}

const LONGEST_LINE = 500
const DEEPEST = 32

/** The parser calls itself for each level, and deep in the stack even a regex may end the process. */
function tooMuch(text: string): ConfigError | null {
  if (text.length > CONFIG_BYTES || Buffer.byteLength(text) > CONFIG_BYTES) {
    const what = `the config is larger than ${CONFIG_BYTES / 1024} KiB; it was not read`
    return { line: 1, column: 1, what }
  }
  let open = 0
  for (const [row, line] of text.split(/\r\n|[\r\n]/).entries()) {
    if (line.length > LONGEST_LINE) {
      const what = `the line is longer than ${LONGEST_LINE} characters; break it`
      return { line: row + 1, column: LONGEST_LINE + 1, what }
    }
    for (let column = 0; column < line.length; column++) {
      const character = line[column]
      if (character === ']' || character === '}') open = Math.max(0, open - 1)
      else if (character === '[' || character === '{') open++
      if (open > DEEPEST)
        return { line: row + 1, column: column + 1, what: `more than ${DEEPEST} brackets are open` }
    }
  }
  return null
}

type Yaml = typeof import('yaml')

function plain(
  yaml: Yaml,
  node: Node | null,
  lines: LineCounter,
  tell: (at: Place, what: string) => void,
): ConfigNode | null {
  if (node === null) return null
  const at = placeOf(node.range, lines)
  const named = yaml.isAlias(node) || ('anchor' in node && node.anchor !== undefined)
  if (named || node.tag !== undefined) {
    tell(at, 'a config has no anchors, aliases and tags; write the value out')
    return null
  }
  if (yaml.isMap<Node, Node | null>(node)) {
    const entries = node.items.map(({ key, value }) => {
      const keyAt = placeOf(key.range, lines)
      return {
        key: String(plainValue(plain(yaml, key, lines, tell))),
        at: keyAt,
        value: plain(yaml, value, lines, tell) ?? { kind: 'scalar', at: keyAt, value: null },
      } satisfies ConfigEntry
    })
    return { kind: 'map', at, entries }
  }
  if (yaml.isSeq<Node | null>(node)) {
    const nodes = node.items.map(
      (one): ConfigNode => plain(yaml, one, lines, tell) ?? { kind: 'scalar', at, value: null },
    )
    return { kind: 'list', at, nodes }
  }
  return { kind: 'scalar', at, value: yaml.isScalar(node) ? node.value : null }
}

function plainValue(node: ConfigNode | null): unknown {
  return node?.kind === 'scalar' ? node.value : ''
}

function placeOf(range: Range | null | undefined, lines: LineCounter): Place {
  return placeAt(lines, range?.[0] ?? 0)
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}
