import type { Patch } from '../../model.ts'
import { type Change, pathOf, whereOf } from '../changes.ts'
import type { GuestEvent } from '../kvm-arm64/guest-event.ts'
import { guestEvents } from '../kvm-arm64/guest.ts'
import type { Situation } from '../situation.ts'
import { type Answer, bindHole, defineVerb, no, type Solution, type Value, yes } from '../verb.ts'
import { type Component, components } from './components.ts'
import { splitPlan } from './plan.ts'
import { toldApart } from './told.ts'
import { splitSignals } from './signals.ts'

export const mixesIn = defineVerb({
  name: 'mixes-in',
  doc: 'The patch holds a second change that stands by itself. Holds when two guest-visible registers change in handlers that share no name (registers form), when the log tells a second change apart and names what only one part has ("Also fix ...", a point of a list), or when measured signals meet: a numbered list with unlinked parts, white space with unlinked parts or moved lines, or three signals of eleven. Binds what the first and the second change are about, and a plan of the split where the lines can be divided; the place is the first line of the second.',
  example: 'patch mixes-in $SECOND',
  binds: ['FIRST', 'PLAN'],
  needs: 'mail',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const common = new Set(situation.knowledge.lists.get('common-identifiers')?.words ?? [])
    const parts = components(situation.patch, common)
    return (
      registersForm(object, situation, parts) ??
      signalsForm(
        object,
        situation.patch,
        parts.filter(({ changes }) => changes.length >= 2),
      )
    )
  },
})

/** "Make the change to PMCEID1 in a separate patch from PMMIR_EL1." */
function registersForm(
  object: Value,
  situation: Situation,
  parts: readonly Component[],
): Answer | null {
  const { patch } = situation
  const partOf = new Map(
    parts.flatMap((part) => part.changes.map(({ line }) => [line, part] as const)),
  )
  const byPart = new Map<Component, GuestEvent>()
  const registers = new Set<string>()
  for (const event of guestEvents(situation)) {
    const part = partOf.get(event.line)
    if (part === undefined || byPart.has(part) || registers.has(event.register)) continue
    byPart.set(part, event)
    registers.add(event.register)
  }
  const events = [...byPart]
  if (events.length < 2) return null
  const main = events.find(([, event]) => speaksOf(patch.text.title, event.register)) ?? events[0]
  const second = events.find((pair) => pair !== main)
  const at = second?.[0].changes[0]
  if (main === undefined || second === undefined || at === undefined) return null
  return yes(
    solution(
      object,
      patch,
      at,
      [main[1].register, second[1].register],
      [main[0], second[0]],
      `${main[1].register} and ${second[1].register} change in parts that share no name`,
    ),
  )
}

function speaksOf(title: string, register: string): boolean {
  return title.includes(register) || title.includes(register.replace(/_EL\d+$/, ''))
}

/** Pairs that unobjected patches almost never have (of 1,098: S1+S5 1, S4+S5 2, S4+S9 0; three signals 2.1 %). */
const PAIRS = [
  ['S1', 'S5'],
  ['S4', 'S5'],
  ['S4', 'S9'],
] as const

function signalsForm(object: Value, patch: Patch, parts: readonly Component[]): Answer {
  const { subject } = patch.message
  // The "Re:" of a reviewer who quotes the patch says nothing about it.
  const settled = NOT_FOR_ADVICE.exec(patch.text.quoteDepth > 0 ? subject.title : subject.text)
  if (settled !== null)
    return no(`${settled[0]}: nobody can split it any more, or tidying is its one change`)
  if (MECHANICAL.test(patch.text.title)) return no('one mechanical change in many places')
  if (isPlatform(patch)) return no('the device tree and the board code of one platform')
  const told = toldForm(object, patch, parts)
  if (told !== null) return told
  const signals = splitSignals(patch, parts)
  const has = (code: string): boolean => signals.some((signal) => signal.code === code)
  const said = signals.map(({ code, said: words }) => `${code}: ${words}`).join('; ')
  // A long diff always has unlinked parts: its length counts for nothing beside them.
  const counted = signals.filter(({ code }) => code !== 'S10').length
  if (counted < 3 && !PAIRS.some(([a, b]) => has(a) && has(b))) {
    return no(said === '' ? 'one change' : `${said}: not enough`)
  }
  const second = secondPart(patch, parts)
  const main = parts.find((part) => part !== second)
  const [first, other] = [nameOf(main), nameOf(second)]
  const at = second?.changes[0]
  if (patch.files.length > MOST_FILES) return no(`${said}: but it goes through the tree`)
  if (splitPlan(patch, parts) === null) return no(`${said}: but no plan could take it apart`)
  if (second?.changes.every(({ file }) => pathOf(file)?.endsWith('.h')) === true)
    return no(`${said}: but the second part is a header`)
  if (first === null || other === null || at === undefined) {
    return no(`${said}: but no two functions to name`)
  }
  return yes(solution(object, patch, at, [first, other], parts, said))
}

/** What moves from board code to the device tree goes in one step, or neither boots. */
function isPlatform({ files }: Patch): boolean {
  const paths = files.map((file) => pathOf(file) ?? '')
  return (
    paths.some((path) => /\.dtsi?$/.test(path)) &&
    paths.some((path) => /^arch\/\w+\/mach-/.test(path))
  )
}

/** The log itself tells the second change apart, and names what only that part has. */
function toldForm(object: Value, patch: Patch, parts: readonly Component[]): Answer | null {
  const [told] = toldApart(patch, parts)
  const at = told?.part.changes[0]
  if (told === undefined || at === undefined || splitPlan(patch, parts) === null) return null
  const first = nameOf(parts.find((part) => part !== told.part))
  const second = nameOf(told.part)
  if (first === null || second === null) return null
  return yes(
    solution(object, patch, at, [first, second], parts, `the log tells it apart: "${told.said}"`),
  )
}

/** The title names one deed that is done all over: its places need not share a name. */
const MECHANICAL =
  /\b(?:convert|factor|replac|remov|renam|switch|driver implementation|add(?:ed)? .{0,200}driver)/i

/** Beyond these one deed is done in many places, whatever the signs say. */
const MOST_FILES = 8

/** Merged already, pulled, or tidying by its own title. */
const NOT_FOR_ADVICE =
  /^\[tip:|^\[(?:GIT )?PULL|^re:|\b(?:white-?space|indentation|coding style|style (?:fix|clean)\w*|clean-?ups?)\b/i

/** The part that the title speaks least of; the later one when that does not tell. */
function secondPart(patch: Patch, parts: readonly Component[]): Component | null {
  if (parts.length < 2) return null
  const title = new Set(patch.text.title.toLowerCase().match(/\w{4,}/g) ?? [])
  const shared = (part: Component): number =>
    [...part.words].reduce((sum, word) => sum + (mentions(title, word) ? 1 : 0), 0)
  const scores = parts.map(shared)
  const best = scores.indexOf(scores.reduce((most, score) => Math.max(most, score), 0))
  return parts.find((_, i) => i !== best) ?? null
}

function mentions(title: ReadonlySet<string>, word: string): boolean {
  return (
    title.has(word.toLowerCase()) ||
    word
      .toLowerCase()
      .split('_')
      .some((piece) => piece.length >= 4 && title.has(piece))
  )
}

/** A part is named by the function its change lies in; what has no function (a row, a macro) has no name. */
function nameOf(part: Component | null | undefined): string | null {
  const name = part?.functions[0]
  return name === undefined ? null : `${name}()`
}

function solution(
  object: Value,
  patch: Patch,
  at: Change,
  [first, second]: readonly [string, string],
  parts: readonly Component[],
  said: string,
): Solution {
  const plan = planText(patch, parts)
  return {
    bind: {
      FIRST: first,
      ...(plan === null ? {} : { PLAN: plan }),
      ...bindHole(object, second),
    },
    said,
    where: whereOf(patch, at.file, at.line),
    places: [{ kind: 'line', file: at.file, line: at.line }],
  }
}

/** A point for each patch of the split: its number, a subject, and where its lines stand. */
function planText(patch: Patch, parts: readonly Component[]): string | null {
  const sorted = parts.toSorted(
    (a, b) => (a.changes[0]?.line.mailLine ?? 0) - (b.changes[0]?.line.mailLine ?? 0),
  )
  const plan = splitPlan(patch, sorted)
  if (plan === null) return null
  const points = plan.parts.map(
    ({ subject, places }, i) =>
      `- ${i + 1}/${plan.parts.length} "${subject}": ${places.join(', ')}`,
  )
  return `\n\n${points.join('\n')}`
}
