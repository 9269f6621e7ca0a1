import { tokens } from '../../c/lexer.ts'
import type { Situation } from '../situation.ts'
import {
  type Answer,
  defineVerb,
  fact,
  holeOfColumn,
  type Kind,
  no,
  textOfValue,
  unknown,
  type Value,
  yes,
} from '../verb.ts'
import { anyOf } from './glob.ts'

export const matches = defineVerb({
  name: 'matches',
  doc: 'The regex (RE2) is found in the text that a hole bound.',
  example: '$NAME matches /^devm_/',
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['/regex/'],
  from: (subject, object, situation) => {
    const text = textOfValue(subject)
    if (text === null || object.kind !== 'regex') return unknown('nothing bound')
    if (text.length > LONGEST) return unknown(`what stands there has ${text.length} characters`)
    return object.find(text)
      ? yes(fact(`"${text}" matches /${object.source}/`, situation.patch.message.messageId))
      : no(`"${text}" does not match /${object.source}/`)
  },
})

/** No name, argument or condition is longer; a regex over whole functions would take its time. */
const LONGEST = 4000

export const isIn = defineVerb({
  name: 'is-in',
  doc: 'The text that a hole bound is a word of the list or fits one with a `*`, or stands in that column of the table. A row binds its other columns as holes: `use-instead` is $USE_INSTEAD; each row that fits is a finding of its own.',
  example: '$NAME is-in {el0-checks}',
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['{list}', '{table}.column'],
  from: (subject, object, situation) => {
    const text = textOfValue(subject)
    if (text === null) return unknown('nothing bound')
    if (object.kind === 'table') return inTable(text, object)
    if (object.kind !== 'list') return unknown('no such list')
    const { list } = object
    return situation.perRun(list, () => anyOf(list.words))(text)
      ? yes(fact(`${text} is in the list`, list.file))
      : no(`${text} is not in ${list.file}`)
  },
})

function inTable(text: string, { table, column }: Extract<Value, { kind: 'table' }>): Answer {
  const rows = table.rows.filter(({ cells }) => cells[column] === text)
  if (rows.length === 0) return no(`${text} is not in column ${column} of ${table.file}`)
  return yes(
    ...rows.map(({ cells, line }) => {
      const others = table.columns.filter((name) => name !== column)
      const bind = others.map((name) => [holeOfColumn(name), cells[name] ?? ''] as const)
      const said = others.map((name) => `${name} = ${cells[name] ?? ''}`).join(', ')
      return { bind: Object.fromEntries(bind), said, where: `${table.file}:${line}`, places: [] }
    }),
  )
}

export const is = defineVerb({
  name: 'is',
  doc: 'Both are the same text, white space aside.',
  example: 'not $OLD is $NEW',
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['$HOLE', 'WORD'],
  from: (subject, object, situation) => {
    const [one, other] = [textOfValue(subject), textOfValue(object)]
    if (one === null || other === null) return unknown('nothing bound')
    return squeeze(one) === squeeze(other)
      ? yes(fact(`both are "${one}"`, situation.patch.message.messageId))
      : no(`"${one}" is not "${other}"`)
  },
})

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}

export const mentions = defineVerb({
  name: 'mentions',
  doc: 'The word stands in it: in the text that a hole bound, in the log, in the title, or in the notes below "---". Whole words only.',
  example: 'not log mentions $FUNCTION',
  needs: 'mail',
  subjects: ['$HOLE', 'log', 'subject', 'notes'],
  objects: ['$HOLE', 'WORD'],
  from: (subject, object, situation) => {
    const word = textOfValue(object)
    const text = textOf(subject, situation)
    if (word === null || text === null) return unknown('nothing bound')
    const where = situation.patch.message.messageId
    if (hasWord(text, word)) return yes(fact(`it says "${word}"`, where))
    // A reviewer quotes of the log what the answer is about.
    const isCut = situation.patch.text.quoteDepth > 0
    return isCut ? unknown('it may stand in what was not quoted') : no(`it does not say "${word}"`)
  },
})

function textOf(value: Value, { patch }: Situation): string | null {
  const name = textOfValue(value)
  if (value.kind === 'free' || name === null) return null
  if (name === 'log') return patch.text.log.map((line) => line.text).join('\n')
  if (name === 'subject') return patch.text.title
  if (name === 'notes') return patch.text.notes.map((line) => line.text).join('\n')
  return name
}

/** The word with no letter, digit or underscore beside it. */
function hasWord(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    const before = text.slice(Math.max(0, at - 1), at)
    const after = text.slice(at + word.length, at + word.length + 1)
    if (!/\w/.test(before) && !/\w/.test(after)) return true
  }
  return false
}

/** What the text of a hole is, told from its tokens. */
export const TEXT_KINDS: readonly Kind[] = [
  textKind(
    'identifier',
    'It is one name: `ret`.',
    (all) => all.length === 1 && NAME.test(all[0] ?? ''),
  ),
  textKind(
    'number',
    'It is one number: `0x10`.',
    (all) => all.length === 1 && /^\d/.test(all[0] ?? ''),
  ),
  textKind(
    'string',
    'It is one string literal.',
    (all) => all.length > 0 && all.every((t) => t.startsWith('"')),
  ),
  textKind(
    'macro',
    'It is one name in capitals: `EINVAL`.',
    (all) => all.length === 1 && /^[A-Z_][A-Z0-9_]+$/.test(all[0] ?? ''),
  ),
  textKind('call', 'It is a call: `foo(a, b)`.', isCall),
]

const NAME = /^[A-Za-z_]\w*$/

function isCall(all: readonly string[]): boolean {
  if (!NAME.test(all[0] ?? '') || all[1] !== '(') return false
  let depth = 0
  for (const [i, token] of all.entries()) {
    if (token === '(') depth++
    if (token === ')' && --depth === 0) return i === all.length - 1
  }
  return false
}

function textKind(name: string, doc: string, holds: (all: readonly string[]) => boolean): Kind {
  return {
    name,
    subject: '$HOLE',
    doc,
    example: `$X is-a ${name}`,
    needs: 'mail',
    from: (subject, situation) => {
      const text = textOfValue(subject)
      if (text === null) return unknown('nothing bound')
      return holds(tokens(text).map((token) => token.text))
        ? yes(fact(`"${text}" is a ${name}`, situation.patch.message.messageId))
        : no(`"${text}" is no ${name}`)
    },
  }
}
