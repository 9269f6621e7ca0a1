import { expect, test } from 'vitest'
import { openKeeper } from '../src/app/keeper.ts'

/** Asks for each word; upper case is what was made anew. */
async function asked(most: number, words: readonly string[]): Promise<string> {
  const keep = openKeeper<string>(most, (value) => value.length)
  const made: string[] = []
  for (const word of words) {
    let isNew = false
    await keep(word, async () => {
      isNew = true
      return word
    })
    made.push(isNew ? word.toUpperCase() : word)
  }
  return made.join(' ')
}

test('what was asked for longest ago goes first', async () => {
  expect(await asked(6, ['aa', 'bb', 'aa', 'cc', 'dd', 'aa', 'bb'])).toBe('AA BB aa CC DD aa BB')
  expect(await asked(6, ['aa', 'aa', 'large one', 'aa', 'large one'])).toBe(
    'AA aa LARGE ONE aa LARGE ONE',
  )
})

test('what could not be made is made anew', async () => {
  const keep = openKeeper<string>(10, (value) => value.length)
  await expect(keep('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await keep('a', async () => 'yes')).toBe('yes')
})
