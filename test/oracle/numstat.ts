import { expect } from 'vitest'
import { type Case, listed, oracle } from './corpus.ts'
import { numstatOf, parseOne } from './parsed.ts'

interface Listed {
  readonly id: string
  readonly input: string
  readonly expect: {
    readonly numstat?: readonly (readonly string[])[]
    readonly error?: string
  }
}

// The stored lists were split at every tab, so paths with a tab are missing in them; git prints
// this for both.
const WITH_TAB = [['1', '0', 'post\timage.txt']]

/** What `git apply --numstat` says of patch files that are no mails: each must be read as one mail with a patch. */
export function numstatCases(suite: string): readonly Case[] {
  const cases: readonly Listed[] = listed(suite)
  return cases.map((c) => ({
    suite,
    id: c.id,
    check: async () => {
      const { error, numstat } = c.expect
      if (error === undefined)
        await checkSound(c.input, c.id.endsWith('with tab.diff') ? WITH_TAB : (numstat ?? []))
      else await checkRefused(c.input, error)
    },
  }))
}

async function checkSound(input: string, numstat: readonly (readonly string[])[]): Promise<void> {
  const mail = await parseOne(oracle(input))
  expect(numstatOf(mail)).toEqual(numstat)
  expect([mail.kind, mail.patchStatus, mail.error]).toEqual(['patch', 'ok', null])
}

/** Either there is no patch, or it is corrupt, on the line that git names. */
async function checkRefused(input: string, error: string): Promise<void> {
  const mail = await parseOne(oracle(input))
  if (error.includes('No valid patches')) {
    expect([mail.patchStatus, mail.files ?? []]).toEqual(['none', []])
    expect(mail.kind).not.toBe('patch')
    return
  }
  const line = /^error: corrupt patch at line (\d+)$/.exec(error)?.[1]
  expect([mail.kind, mail.patchStatus]).toEqual(['patch', 'corrupt'])
  expect(mail.error?.text).toMatch(/\w/)
  // The file has no header, so its lines are the lines of the body.
  expect(mail.error?.line).toBe(Number(line))
}
