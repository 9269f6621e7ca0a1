import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { applyFile, blobId } from '../../src/diff/apply.ts'
import { readPatch } from '../../src/diff/patch.ts'
import { parseMessage } from '../../src/mail/message.ts'
import { patchText } from '../../src/mail/patch-text.ts'
import { type Case, corpus } from './corpus.ts'
import { numstatOf, parse, single } from './parsed.ts'

/** The review this project grew from, and the patch it is about. */
export function seedCases(): readonly Case[] {
  return [
    {
      suite: 'seed',
      id: 'the review quotes one hunk with numbers and twenty lines of a file without header',
      check: reviewQuotesBoth,
    },
    {
      suite: 'seed',
      id: 'v1 applies, in sys_regs.c to the very blob its index line names',
      check: v1Applies,
    },
  ]
}

async function reviewQuotesBoth(): Promise<void> {
  const mail = single(await parse([`${corpus}seed/review-of-v1.txt`], { quoted: true }))
  expect(mail.kind).toBe('reply')
  expect(numstatOf(mail)).toEqual([
    ['1', '10', 'arch/arm64/kvm/pmu-emul.c'],
    ['20', '0', 'arch/arm64/kvm/sys_regs.c'],
  ])
  const [known, unknown] = mail.files?.flatMap((file) => file.hunks) ?? []
  expect([known?.oldStart, known?.newStart]).toEqual([864, 864])
  expect(unknown).toMatchObject({ oldStart: null, oldCount: null, newStart: null, newCount: null })
}

/** What it gives when applied is nothing that parse says, so this goes to the functions. */
async function v1Applies(): Promise<void> {
  const bytes = readFileSync(`${corpus}seed/v1.eml`)
  const mail = await parseMessage({ origin: 'v1.eml', bytes, reload: async () => bytes })
  const text = patchText(mail)
  const files = text === null ? [] : readPatch(mail, text).files
  const after = files.map((file) => {
    return applyFile(readFileSync(`${corpus}seed/tree/${file.oldPath ?? ''}`, 'utf8'), file)
  })
  // pmu-emul.c of the tree is another version than the patch was made on.
  expect(after.map((a) => a !== null)).toEqual([true, true])
  expect(blobId(after[1]?.new ?? '').slice(0, 7)).toBe(files[1]?.newBlob)
}
