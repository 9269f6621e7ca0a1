import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { check } from 'recheck'
import { describe, expect, test } from 'vitest'
import { type Attack, attacks, scaled } from './regex-attacks.ts'

/**
 * A mail is a stranger's: a regex that takes quadratic time on one is a way to stop us. recheck's automaton
 * proves a regex linear or finds the string that shows it is not; what its fuzzer suspects, and everything
 * else, is run on long strings.
 */

const src = fileURLToPath(new URL('../src/', import.meta.url))

interface Found {
  /** "mail/date.ts:23" */
  readonly where: string
  readonly source: string
  readonly flags: string
}

const found: Found[] = []
/** Regexes made at run time. */
const made: string[] = []
for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).toSorted()) {
  if (!file.endsWith('.ts')) continue
  const text = readFileSync(src + file, 'utf8')
  const at = (start: number): string => `${file}:${text.slice(0, start).split('\n').length}`
  const called = (callee: { type: string; start: number; end: number }, start: number): void => {
    if (text.slice(callee.start, callee.end) === 'RegExp') made.push(at(start))
  }
  new Visitor({
    Literal: (node) => {
      if (!('regex' in node)) return
      found.push({ where: at(node.start), source: node.regex.pattern, flags: node.regex.flags })
    },
    NewExpression: (node) => called(node.callee, node.start),
    CallExpression: (node) => {
      called(node.callee, node.start)
      // They make a regex of a string.
      const { callee } = node
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
      const [pattern] = node.arguments
      const makes = ['match', 'matchAll', 'search'].includes(callee.property.name)
      const isText =
        pattern?.type === 'TemplateLiteral' ||
        (pattern?.type === 'Literal' && typeof pattern.value === 'string')
      if (makes && isText) made.push(at(node.start))
    },
  }).visit(parseSync(file, text).program)
}

/** Regexes that are not linear and need not be: the text they see is never longer than this. */
const BOUNDED: Readonly<Record<string, { readonly most: number; readonly why: string }>> = {
  '([A-Za-z_]\\w*)\\s*\\(([^{}]*)\\)\\s*$': {
    most: 600,
    why: 'c/functions.ts looks at the 600 characters in front of a brace',
  },
  '\\b(?:hcr_el2|mdcr_el2|cptr_el2|hcr|mdcr)\\b.*\\|=|\\|=.*\\b(?:HCR|MDCR_EL2|CPTR_EL2)_T': {
    most: 500,
    why: 'kvm-arm64/abi-events.ts cuts the line',
  },
  '\\/\\*[^*]*\\*\\/|\\/\\*.*$|\\/\\/.*$|^\\s*\\*.*$': {
    most: 500,
    why: 'kvm-arm64/sight.ts cuts the line',
  },
}

const unique = [...new Map(found.map((regex) => [`/${regex.source}/${regex.flags}`, regex]))]
/** Without `*`, `+` or `{n,}` a match looks at a fixed number of characters. */
const unbounded = unique.filter(([, { source }]) =>
  /(?<!\\)(?:\\\\)*(?:[*+]|\{\d+,\})/.test(source),
)

test('the regexes of the sources are seen', () => {
  expect(found.length).toBeGreaterThan(400)
  expect(unbounded.length).toBeGreaterThan(200)
  expect(found.map(({ where }) => where.split(':')[0])).toContain('mail/date.ts')
})

test('every exception is still needed by some regex', () => {
  const sources = new Set(found.map(({ source }) => source))
  expect(Object.keys(BOUNDED).filter((source) => !sources.has(source))).toEqual([])
})

test('no regex is made of text that is not ours', () => {
  expect(made).toEqual([
    // A name of its own between fixed words.
    expect.stringMatching(/^mail\/attribution\.ts:/),
    expect.stringMatching(/^sources\/thread\.ts:/),
  ])
})

/** What is wrong with a regex on a text; said only when it is so three times, since a machine may be busy. */
function measure(regex: Found, attack: Attack): string | null {
  let said: string | null = null
  for (let run = 0; run < 3; run++) {
    said = growth(regex, attack)
    if (said === null) return null
  }
  return said
}

/** Fails when ten times the text takes far more than ten times as long. */
function growth({ source, flags }: Found, attack: Attack): string | null {
  const most = BOUNDED[source]?.most
  if (most !== undefined) {
    const time = once(source, flags, attack(most))
    return time < 20 ? null : `${Math.round(time)} ms for ${most} characters`
  }
  // An exponential regex would not come back from more.
  for (const size of [24, 30, 1000]) {
    const time = once(source, flags, attack(size))
    if (time > 50) return `${Math.round(time)} ms for ${size} characters`
  }
  const short = once(source, flags, attack(10_000))
  // A quadratic regex has taken some 10^8 steps by now.
  if (short < 15) return null
  if (short > 200) return `${Math.round(short)} ms for 10,000 characters`
  const long = once(source, flags, attack(100_000))
  if (long < 30 * short) return null
  return `${Math.round(short)} ms for 10,000 characters, ${Math.round(long)} ms for 100,000`
}

function once(source: string, flags: string, text: string): number {
  const regex = new RegExp(source, flags)
  const start = performance.now()
  if (regex.global) text.replaceAll(regex, '')
  else regex.test(text)
  return performance.now() - start
}

describe('every regex is linear in its text', () => {
  test('as the checker proves', { timeout: 600_000 }, async () => {
    const wrong: string[] = []
    const left = [...unbounded]
    const work = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const [shown, regex] = next
        const said = await verdict(regex)
        if (said !== null) wrong.push(`${regex.where}: ${shown}: ${said}`)
      }
    }
    await Promise.all([work(), work()])
    expect(wrong).toEqual([])
  })

  test('and as it runs', { timeout: 300_000 }, () => {
    const wrong = unique.flatMap(([shown, regex]) => {
      for (const [name, attack] of attacks(regex.source)) {
        const said = measure(regex, attack)
        if (said !== null) return [`${regex.where}: ${shown}: ${said} (${name})`]
      }
      return []
    })
    expect(wrong).toEqual([])
  })

  test('and this test can fail', async () => {
    const bad = { where: '', source: '[^\\s@]+@', flags: '' }
    expect(await verdict(bad)).toContain('polynomial')
    expect(growth(bad, (size) => 'a'.repeat(size))).not.toBeNull()
    expect(await verdict({ ...bad, source: '^(a+)+$' })).toContain('exponential')
  })
})

async function verdict(regex: Found): Promise<string | null> {
  const result = await check(regex.source, regex.flags, { timeout: 10_000 })
  // Too large for the checker: the strings below have the word.
  if (result.status !== 'vulnerable') return null
  const { type, summary } = result.complexity
  if (type === 'exponential') return `exponential: ${result.attack.pattern}`
  if (Object.hasOwn(BOUNDED, regex.source)) return null
  // The fuzzer counts steps of its own engine, and calls a factor of 200 a power.
  if (result.checker === 'fuzz') {
    const said = measure(regex, scaled(result.attack))
    return said === null ? null : `${summary}: ${said}: ${result.attack.pattern}`
  }
  return `${summary}: ${result.attack.pattern}`
}
