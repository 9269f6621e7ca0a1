import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Component } from './components.ts'
import { partPrefix } from './prefixes.ts'

export interface PartWords {
  readonly subject: string
  /** What the patch's log says of the part; null where the subject is a guess. */
  readonly said: string | null
}

/** What git shows of a subject, and what submitting-patches asks for. */
const WIDTH = 75

/**
 * A subject for each part of a split: the patch's own for the part that its title speaks of; for the others
 * the item of the log's list that names them, else what is done to which functions.
 */
export function partSubjects(
  patch: Patch,
  cores: readonly Component[],
  main: number,
): readonly PartWords[] {
  const { title } = patch.text
  const own = prefixOf(title)
  const items = listItems(patch.text.log.map(({ text }) => text))
  const taken = new Set<string>()
  return cores.map((core, i) => {
    if (i === main) return { subject: title, said: null }
    const item = items.find((one) => !taken.has(one.text) && speaksOf(one, core, cores))
    if (item !== undefined) taken.add(item.text)
    const deed = item === undefined ? null : deedOf(item.sentence)
    const prefix = partPrefix(own, core, cores[main])
    const fits = deed !== null && prefix.length + deed.length <= WIDTH
    const subject = prefix + (fits ? deed : `${verbOf(core)} ${objectOf(core)}`)
    return { subject, said: item?.text ?? null }
  })
}

/** "hwmon: (foo) " of "hwmon: (foo) Fix x"; '' where there is no colon. */
function prefixOf(title: string): string {
  const colon = title.lastIndexOf(': ')
  if (colon === -1) return ''
  const end = title.startsWith('(', colon + 2) ? title.indexOf(') ', colon) : -1
  return title.slice(0, end === -1 ? colon + 2 : end + 2)
}

interface Item {
  /** The whole point, on one line, and its first sentence. */
  readonly text: string
  readonly sentence: string
  readonly words: ReadonlySet<string>
}

/** The points of numbered and bulleted lists of the log. */
function listItems(log: readonly string[]): readonly Item[] {
  const texts: string[] = []
  let open = false
  for (const line of log) {
    const item = /^\s{0,4}(?:\(?\d{1,2}[.)]|[-*])\s+(\S.*)$/.exec(line)?.[1]
    if (item !== undefined) texts.push(item)
    else if (open && /^\s+\S/.test(line)) texts.push(`${texts.pop() ?? ''} ${line.trim()}`)
    open = item !== undefined || (open && /^\s+\S/.test(line))
  }
  return texts.map((text) => ({
    text,
    sentence: text.split(/[.;:](?:\s|$)/)[0] ?? text,
    words: new Set((text.toLowerCase().match(/[a-z0-9_]{4,}/g) ?? []).flatMap(piecesOf)),
  }))
}

function piecesOf(word: string): readonly string[] {
  return [word, ...word.split('_')].filter((piece) => piece.length >= 4)
}

/** It names what this part has and no other part has. */
function speaksOf(item: Item, core: Component, cores: readonly Component[]): boolean {
  const others = new Set(
    cores
      .filter((other) => other !== core)
      .flatMap(({ words }) => [...words].flatMap((word) => piecesOf(word.toLowerCase()))),
  )
  return [...core.words]
    .flatMap((word) => piecesOf(word.toLowerCase()))
    .some((word) => !others.has(word) && item.words.has(word))
}

/** "Adding an access handler" -> "Add an access handler"; null where it is no deed. */
function deedOf(text: string): string | null {
  const [first = '', ...rest] = text.replace(/[.,;]$/, '').split(' ')
  const stem = first.toLowerCase().replace(/ing$/, '')
  const doubled = /([bdgmnpt])\1$/.test(stem) && !/(?:add|ss|ll)$/.test(stem)
  const verb = VERBS.find((one) =>
    [stem, `${stem}e`, doubled ? stem.slice(0, -1) : stem, first.toLowerCase()].includes(one),
  )
  if (verb === undefined || rest.length === 0) return null
  return [verb.charAt(0).toUpperCase() + verb.slice(1), ...rest].join(' ')
}

const VERBS: readonly string[] = (
  'add allow avoid change check clean convert correct disable drop enable expose fix give handle implement ' +
  'improve introduce make move parse prevent read remove rename replace report return set simplify split stop ' +
  'store support switch take unmask update use write'
).split(' ')

function verbOf({ changes }: Component): string {
  const signs = new Set(changes.map(({ line }) => line.sign))
  if (!signs.has('-') && changes.some(({ line }) => /^[a-z].*\(/i.test(line.text))) return 'Add'
  return 'Change'
}

/** The functions of a part, else the names it changes, else its file. */
function objectOf(core: Component): string {
  const names = [...core.words].filter((word) => /_|[A-Z]/.test(word))
  const functions = core.functions.map((name) => `${name}()`)
  const [first, second, ...rest] = functions.length > 0 ? functions : names
  const path = core.file === null ? null : pathOf(core.file)
  if (first === undefined) return path === null ? 'the rest' : path.slice(path.lastIndexOf('/') + 1)
  if (second === undefined) return first
  return rest.length === 0 ? `${first} and ${second}` : `${first} and ${rest.length + 1} more`
}
