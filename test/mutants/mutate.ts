import { type Chance, chance } from './random.ts'
import { headers, numbers, tokens } from './tokens.ts'

/** Longer ones are the hostile set's matter; here many different ones count. */
const LONGEST = 48 * 1024

/** Mutant `index` of run `seed`: the same bytes, whenever and wherever it is asked for. */
export function mutant(
  seeds: readonly [string, ...string[]],
  seed: number,
  index: number,
): Uint8Array {
  const luck = chance(seed, index)
  const changes = 1 + luck.below(2) + luck.below(2) * luck.below(6)
  let mail = luck.oneOf(seeds)
  for (let i = 0; i < changes; i++) {
    const next = luck.oneOf(mutations)(mail, luck, seeds)
    if (next.length <= LONGEST) mail = next
  }
  return Buffer.from(mail, 'latin1')
}

type Mutation = (mail: string, luck: Chance, seeds: readonly [string, ...string[]]) => string

const mutations: readonly [Mutation, ...Mutation[]] = [
  function flipBits(mail, luck) {
    const bytes = Buffer.from(mail, 'latin1')
    for (let i = luck.below(8); i >= 0 && bytes.length > 0; i--) {
      const at = luck.below(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << luck.below(8))
    }
    return bytes.toString('latin1')
  },
  (mail, luck) => mail.slice(0, luck.below(mail.length + 1)),
  function repeatRun(mail, luck) {
    const [start, end] = run(mail, luck)
    return mail.slice(0, end) + mail.slice(start, end).repeat(luck.below(40)) + mail.slice(end)
  },
  function deleteRun(mail, luck) {
    const [start, end] = run(mail, luck)
    return mail.slice(0, start) + mail.slice(end)
  },
  function moveRun(mail, luck) {
    const [start, end] = run(mail, luck)
    return put(mail.slice(0, start) + mail.slice(end), mail.slice(start, end), luck)
  },
  (mail, luck) => put(mail, luck.oneOf(tokens), luck),
  (mail, luck) => put(mail, luck.oneOf(tokens), luck),
  function insertLine(mail, luck) {
    const lines = mail.split('\n')
    lines.splice(luck.below(lines.length + 1), luck.below(2), luck.oneOf(tokens))
    return lines.join('\n')
  },
  function shuffleLines(mail, luck) {
    const lines = mail.split('\n')
    const from = luck.below(lines.length)
    const some = lines.splice(from, 2 + luck.below(20))
    const keyed = some.map((line) => ({ line, at: luck.below(1000) }))
    lines.splice(from, 0, ...keyed.toSorted((a, b) => a.at - b.at).map(({ line }) => line))
    return lines.join('\n')
  },
  (mail, luck, seeds) => splice(mail, luck.oneOf(seeds), /\n\n/, luck),
  (mail, luck, seeds) => splice(mail, luck.oneOf(seeds), /\n--[a-z]+\n/g, luck),
  (mail, luck, seeds) => splice(mail, luck.oneOf(seeds), /\n@@ /g, luck),
  (mail, luck, seeds) => splice(mail, luck.oneOf(seeds), /\ndiff --git /g, luck),
  (mail, luck, seeds) => splice(mail, luck.oneOf(seeds), /\n---\n/g, luck),
  function swapHeader(mail, luck) {
    const [name, values] = luck.oneOf(headers)
    const line = `${name}: ${luck.oneOf(values)}`
    const old = new RegExp(`^${name}:.*$`, 'im')
    return old.test(mail) && luck.below(4) > 0
      ? mail.replace(old, () => line)
      : put(mail, `${line}\n`, luck, true)
  },
  function growNumber(mail, luck) {
    const found = [...mail.matchAll(/\d+/g)]
    const one = found[luck.below(found.length)]
    if (one === undefined) return mail
    return mail.slice(0, one.index) + luck.oneOf(numbers) + mail.slice(one.index + one[0].length)
  },
  function otherLineEnds(mail, luck) {
    const [start, end] = luck.below(2) === 0 ? [0, mail.length] : run(mail, luck)
    const ended = mail
      .slice(start, end)
      .replaceAll('\n', luck.oneOf(['\r\n', '\r', '\n\n', '\r\r\n']))
    return mail.slice(0, start) + ended + mail.slice(end)
  },
  function quote(mail, luck) {
    const [start, end] = run(mail, luck)
    const marks = luck.oneOf(['> ', '>', '> > ', '>>', '| ', ' > ', '\t'])
    return mail.slice(0, start) + mail.slice(start, end).replaceAll(/^/gm, marks) + mail.slice(end)
  },
  (mail, luck, seeds) => `${mail}\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\n${luck.oneOf(seeds)}`,
  function widen(mail, luck) {
    const [start, end] = luck.below(3) === 0 ? [0, mail.length] : run(mail, luck)
    return mail.slice(0, start) + mail.slice(start, end).replaceAll(/./gs, '$&\0') + mail.slice(end)
  },
]

/** Mostly some bytes, at times a few kilobytes. */
function run(mail: string, luck: Chance): readonly [number, number] {
  const start = luck.below(mail.length + 1)
  const size = 1 + luck.below(luck.oneOf([8, 80, 800, 8000]))
  return [start, Math.min(mail.length, start + size)]
}

/** Puts text anywhere, or at the start of a line. */
function put(mail: string, text: string, luck: Chance, ownLine = luck.below(2) === 0): string {
  const at = luck.below(mail.length + 1)
  const line = ownLine ? mail.lastIndexOf('\n', at) + 1 : at
  return mail.slice(0, line) + text + mail.slice(line)
}

/** The start of one mail and the end of another, both cut where the same thing stands. */
function splice(mail: string, other: string, where: RegExp, luck: Chance): string {
  const cut = (text: string): number => {
    const found = [...text.matchAll(new RegExp(where, 'g'))]
    return found[luck.below(found.length)]?.index ?? luck.below(text.length + 1)
  }
  return mail.slice(0, cut(mail)) + other.slice(cut(other))
}
