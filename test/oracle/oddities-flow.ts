import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { askGit } from './am.ts'
import { lorelint } from '../built-cli.ts'
import { craft, patchTo } from './crafted.ts'
import {
  type Check,
  type Checks,
  isKind,
  isNotJudged,
  isSound,
  says,
  saysWhere,
  textOf,
} from './oddity.ts'
import { parseTexts, single, totalsOf } from './parsed.ts'

/**
 * git mailinfo joins the lines again, so the one mail of these two classes is none that git calls corrupt.
 * Without its format=flowed it is: then we say so, on git's line, still tell what is intact, and no gate passes.
 */
const isCorruptUnflowed: Check = async (odd) => {
  const unflowed = unflow(textOf(odd))
  expect(unflowed).not.toBe(textOf(odd))
  const bytes = Buffer.from(unflowed, 'latin1')
  const mail = single(await parseTexts([bytes]))
  expect([mail.kind, mail.patchStatus]).toEqual(['patch', 'corrupt'])
  expect(mail.error?.text).toMatch(/\w/)
  expect(mail.error?.line).toBeGreaterThan(0)
  expect(totalsOf(mail).files).toBe(1)
}

function unflow(mail: string): string {
  return mail.replace(/;\s*format="?flowed"?/i, '')
}

/** Exit code 2: a gate fails closed. */
const stopsTheGate: Check = (odd) => {
  const unflowed = Buffer.from(unflow(textOf(odd)), 'latin1')
  expect(lorelint(['lint', '-'], { stdin: unflowed }).code).toBe(2)
}

const warnsOnly: Check = ({ mail }) => {
  expect(totalsOf(mail)).toEqual({ files: 11, add: 37, del: 54 })
  expect(mail.problems.map((problem) => problem.kind)).not.toContain('limit')
  expect(mail.problems.length).toBeGreaterThan(0)
}

/** RFC 3676: the blank at the end of a line is a soft break, and with DelSp it is deleted. */
const honoursDelSp: Check = async () => {
  const body = `One very lo \nng word, and some \n more.\n\n${patchTo('a.c')}`
  const text = craft({ subject: '[PATCH] x: Fix it', id: '1@x', body }).replace(
    'charset=UTF-8',
    'charset=UTF-8; format=flowed; delsp=yes',
  )
  const mail = single(await parseTexts([text]))
  const { log } = await askGit(Buffer.from(text))
  expect(log).toContain('One very long word')
  expect(mail.log).toBe(log)
  expect(totalsOf(mail)).toEqual({ files: 1, add: 1, del: 0 })
}

const unescapesInMboxes: Check = async (odd) => {
  const eml = readFileSync(odd.path, 'latin1')
  expect(odd.mail.log).toMatch(/^>From isp_video_release/m)
  const mbox = `From mboxrd@z Thu Jan  1 00:00:00 1970\n${eml}`
  const mail = single(await parseTexts([Buffer.from(mbox, 'latin1')]))
  expect(mail.log).toMatch(/^From isp_video_release/m)
  expect(mail.diffSha256).toBe(odd.mail.diffSha256)
}

/** What mailers and mailboxes do to lines. */
export const flowChecks: Checks = {
  'format=flowed patch, intact': [isKind('patch'), warnsOnly],
  'format=flowed patch, damaged': [
    isKind('patch'),
    says('flowed'),
    isCorruptUnflowed,
    stopsTheGate,
  ],
  'delsp=yes': [isKind('reply'), isNotJudged, honoursDelSp],
  'line-wrapped or truncated hunk in [PATCH] mail': [
    isKind('patch'),
    says('flowed'),
    isCorruptUnflowed,
    stopsTheGate,
  ],
  'tabs turned into spaces': [isSound],
  'context lines with doubled leading space': [isSound],
  'empty context line (leading blank stripped)': [
    isKind('cover'),
    ({ mail }) => expect(mail.patchStatus).toBe('ok'),
  ],
  'scissors line before the patch': [
    isKind('patch'),
    says('scissors'),
    saysWhere('scissors'),
    ({ mail }) => expect(mail.patchStatus).toBe('ok'),
    // Both readings: the text above is in the log, as without --scissors.
    ({ mail }) => expect(mail.log).toContain('Since commit e25028c8ded0'),
  ],
  '>From escaped line': [isSound, unescapesInMboxes],
}
