import type { Clause, Knowledge, Term } from '../rulebook.ts'
import { KINDS, VERBS, verbNamed } from '../facts/verbs.ts'
import { nearest } from './nearest.ts'
import type { Fail } from './fence.ts'
import { readRegex } from './regex.ts'

/** `where [not] term verb term`, checked against what the verb takes; null (and an error told) when it is wrong. */
export function readClause(
  text: string,
  line: number,
  knowledge: Knowledge,
  fail: Fail,
): Clause | null {
  const match = /^(?:where|and)\s+(not\s+)?(?!not\s)(\S+)\s+(\S+)\s+(\S.*)$/.exec(text.trimEnd())
  if (match === null) {
    fail(line, `a clause reads "where [not] term verb term", found "${text}"`)
    return null
  }
  const [, negated, subjectText = '', verb = '', objectText = ''] = match
  const known = verbNamed(verb)
  if (known === null) {
    const names = VERBS.flatMap((v) => [v.name, ...v.aliases])
    fail(line, `unknown verb "${verb}"${nearest(verb, names)}`)
    return null
  }
  const subject = readTerm(subjectText, line, knowledge, fail)
  const object = readTerm(objectText, line, knowledge, fail)
  if (subject === null || object === null) return null
  checkTerm(subject, known.subjects, `subject of "${verb}"`, line, fail)
  checkTerm(object, known.objects, `object of "${verb}"`, line, fail)
  checkKind(subject, object, known.name, line, fail)
  return {
    negated: negated !== undefined,
    subject,
    object,
    verb: known.name,
    text: text.trim().replace(/^(?:where|and)\s+/, ''),
    line,
  }
}

function readTerm(text: string, line: number, knowledge: Knowledge, fail: Fail): Term | null {
  const hole = /^\$([A-Z][A-Z0-9_]*)$/.exec(text)?.[1]
  if (hole !== undefined) return { kind: 'hole', name: hole }
  if (text.startsWith('$')) {
    fail(line, `"${text}" is no hole: a hole is a $ and capital letters`)
    return null
  }
  if (/^\/.*\/[a-z]*$/.test(text)) {
    const regex = readRegex(text, (what) => fail(line, what))
    return regex === null ? null : { kind: 'regex', ...regex }
  }
  const column = /^\{([\w-]+)\}\.([\w-]+)$/.exec(text)
  if (column !== null) return readColumn(column[1] ?? '', column[2] ?? '', line, knowledge, fail)
  const list = /^\{([\w-]+)\}$/.exec(text)?.[1]
  if (list === undefined) return { kind: 'word', text }
  const lists = [...knowledge.lists.keys()]
  if (!lists.includes(list)) fail(line, `no list rules/lists/${list}.txt${nearest(list, lists)}`)
  return { kind: 'list', name: list }
}

function readColumn(
  name: string,
  column: string,
  line: number,
  { tables }: Knowledge,
  fail: Fail,
): Term {
  const table = tables.get(name)
  if (table === undefined)
    fail(line, `no table rules/tables/${name}.tsv${nearest(name, [...tables.keys()])}`)
  else if (!table.columns.includes(column))
    fail(line, `${table.file} has no column "${column}"${nearest(column, table.columns)}`)
  return { kind: 'table', name, column }
}

/** `is-a` takes a patch for some kinds and a hole for others. */
function checkKind(subject: Term, object: Term, verb: string, line: number, fail: Fail): void {
  const kind = KINDS.find(({ name }) => object.kind === 'word' && name === object.text)
  if (verb !== 'is-a' || kind === undefined) return
  const isHole = subject.kind === 'hole'
  if (isHole === (kind.subject === '$HOLE')) return
  fail(line, `"is-a ${kind.name}" is asked of ${kind.subject}`)
}

/** How docs and messages call what a verb takes; WORD and GLOB stand for any one. */
function checkTerm(
  term: Term,
  allowed: readonly string[],
  role: string,
  line: number,
  fail: Fail,
): void {
  const found = FORM[term.kind] ?? (term.kind === 'word' ? term.text : '')
  if (allowed.includes(found)) return
  const isOneWord = term.kind === 'word' && !/\s/.test(term.text)
  if (isOneWord && (allowed.includes('WORD') || allowed.includes('GLOB'))) return
  fail(line, `${found} cannot be the ${role}; it takes ${allowed.join(' or ')}`)
}

const FORM: Readonly<Partial<Record<Term['kind'], string>>> = {
  hole: '$HOLE',
  list: '{list}',
  table: '{table}.column',
  regex: '/regex/',
}
