import { existsSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openState } from '../src/sources/state.ts'

const DAY = 24 * 60 * 60

describe('what a measurement keeps is not kept for ever', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lorelint-state-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const key = (digit: string): string => digit.repeat(32)
  const fileOf = (name: string): string => join(folder, `${name}.jsonl`)
  const left = (...names: readonly string[]): readonly string[] =>
    names.filter((name) => existsSync(fileOf(name)))

  /** A file last used so many days ago. */
  function put(name: string, days: number, bytes = 0): void {
    writeFileSync(fileOf(name), '')
    truncateSync(fileOf(name), bytes)
    const then = Date.now() / 1000 - days * DAY
    utimesSync(fileOf(name), then, then)
  }

  test('what was not used for thirty days goes', () => {
    put(key('a'), 31)
    put(key('b'), 29)
    openState(folder, key('c')).close()
    expect(left(key('a'), key('b'), key('c'))).toEqual([key('b'), key('c')])
  })

  test('what is used stays, however old it is', () => {
    put(key('a'), 31)
    openState(folder, key('a')).close()
    openState(folder, key('b')).close()
    expect(left(key('a'), key('b'))).toEqual([key('a'), key('b')])
  })

  test('of more than a gibibyte the oldest go first', () => {
    const third = 400 * 1024 ** 2
    put(key('a'), 3, third)
    put(key('b'), 1, third)
    put(key('d'), 2, third)
    openState(folder, key('c')).close()
    expect(left(key('a'), key('b'), key('d'))).toEqual([key('b'), key('d')])
  })

  test('what another run may be writing stays', () => {
    put(key('a'), 0, 2 * 1024 ** 3)
    openState(folder, key('c')).close()
    expect(left(key('a'))).toEqual([key('a')])
  })

  test('files of others are left alone', () => {
    put('notes', 400)
    openState(folder, key('c')).close()
    expect(left('notes')).toEqual(['notes'])
  })
})
