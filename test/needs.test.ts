import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Clause } from '../src/index.ts'
import { KINDS, VERBS } from '../src/facts/verbs.ts'
import { needsOf, silentFor } from '../src/rules/needs.ts'
import { build, lorelint } from './built-cli.ts'
import { shipped } from './shipped.ts'

const clause = (verb: string, object: string): Clause => ({
  negated: false,
  subject: { kind: 'word', text: 'patch' },
  verb,
  object: object.startsWith('$')
    ? { kind: 'hole', name: object.slice(1) }
    : { kind: 'word', text: object },
  text: `patch ${verb} ${object}`,
  line: 1,
})

const [model] = shipped().rules
if (model === undefined) throw new Error('no rules')
const rule = (id: string, ...clauses: readonly Clause[]) => ({ ...model, id, clauses })

describe('a rule needs what its clauses ask for', () => {
  const check = (id: string, verbs: readonly string[], needs: readonly string[]) => {
    test(id, () => {
      const found = shipped().rules.find((known) => known.id === id)
      expect(found === undefined ? null : needsOf(found)).toEqual({ verbs, needs })
    })
  }

  check('tags/missing-signed-off-by', ['lacks-sign-off'], ['mail'])
  check('c/trojan-source', ['hides'], ['mail'])
  check('stable/not-a-bugfix', ['is-a fix', 'reads-as'], ['mail'])
  check(
    'kvm-arm64/undef-at-el0',
    ['is-a el0-check', 'handles', 'is-unreachable-from'],
    ['mail', 'series'],
  )

  test('a verb or kind that is defined is found with its need', () => {
    for (const { name, needs } of VERBS.filter((verb) => verb.name !== 'is-a'))
      expect(needsOf(rule('x/y', clause(name, '$X'))).needs).toContain(needs)
    for (const { name, needs } of KINDS)
      expect(needsOf(rule('x/y', clause('is-a', name)))).toEqual({
        verbs: [`is-a ${name}`],
        needs: needs === 'mail' ? ['mail'] : ['mail', needs],
      })
  })
})

describe('who is silent for want of something', () => {
  test('nobody, where all is at hand', () => {
    expect(silentFor(shipped().rules, { tree: true, previous: true })).toEqual([])
  })

  test('each rule is named once per want, with the verbs that want it', () => {
    for (const { needs, name } of KINDS) {
      const asks = rule('my/asks', clause('is-a', name), clause('is-a', name))
      const said = silentFor([rule('my/plain'), asks], { tree: false, previous: false })
      const what =
        needs === 'tree' || needs === 'history'
          ? 'silent without --tree'
          : 'silent because no series of the input has a previous version in it'
      const wants = needs !== 'mail' && needs !== 'series'
      expect(said).toEqual(wants ? [`${what}: my/asks (is-a ${name})`] : [])
    }
  })
})

describe('on the command line', () => {
  beforeAll(build, 180_000)

  test('lint names the rules that had no tree, once, and nobody when there is one', () => {
    const kind = [...KINDS, ...VERBS].find(({ needs }) => needs === 'tree' || needs === 'history')
    const { err } = lorelint(['mbox-fixtures/pmmir-exposed-to-guests-v1.mbox', '--nursery'])
    const asks = shipped().rules.filter((known) =>
      needsOf(known).needs.some((need) => need === 'tree' || need === 'history'),
    )
    const said = err.match(/^lorelint: silent without --tree: .*$/gm) ?? []
    expect(said.length).toBe(asks.length > 0 ? 1 : 0)
    for (const { id } of asks) expect(said[0]).toContain(id)
    if (kind === undefined) expect(asks).toEqual([])
    const empty = mkdtempSync(join(tmpdir(), 'lorelint-tree-'))
    mkdirSync(join(empty, 'drivers'))
    writeFileSync(join(empty, 'MAINTAINERS'), '')
    const tree = ['mbox-fixtures/pmmir-exposed-to-guests-v1.mbox', '--nursery', '--tree', empty]
    expect(lorelint(tree).err).not.toContain('silent without --tree')
  })

  test('rules says what each needs', () => {
    expect(lorelint(['rules']).out).toMatch(
      /^kvm-arm64\/undef-at-el0 .*\n +needs mail, series: is-a el0-check, handles, is-unreachable-from$/m,
    )
  })
})
