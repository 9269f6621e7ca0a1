import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Case, listed, oracle } from './corpus.ts'
import { authorOf, inFolder, numstatOf, parseOne } from './parsed.ts'

/** Mails of git's t4252, whose paths have all prefixes there are; the git at hand says what is right. */
export function amCases(): readonly Case[] {
  const cases: readonly { readonly id: string; readonly input: string }[] = listed('git-am')
  return cases.map((c) => ({
    suite: 'git-am',
    id: c.id,
    check: async () => check(oracle(c.input)),
  }))
}

async function check(path: string): Promise<void> {
  const mail = await parseOne(path)
  const { info, log, numstat } = await askGit(readFileSync(path))
  expect(numstatOf(mail)).toEqual(numstat)
  expect(mail.log).toBe(log)
  const { name, email } = authorOf(mail)
  expect(`Author: ${name}\nEmail: ${email}\nSubject: ${mail.subject.title}`).toBe(
    info.split('\n').slice(0, 3).join('\n'),
  )
  expect([mail.kind, mail.patchStatus]).toEqual(['patch', 'ok'])
}

/** What the git at hand reads in a mail; `numstat` is null where git apply refuses the patch. */
export async function askGit(mail: Uint8Array) {
  return inFolder(async (folder) => {
    const [log, patch] = [join(folder, 'log'), join(folder, 'patch')]
    const info = git(['mailinfo', log, patch], mail)
    if (info === null) throw new Error('git mailinfo cannot read the mail')
    const numstat = git(['apply', '--numstat', patch], '')
    const lines = numstat?.trimEnd().split('\n') ?? null
    return {
      info,
      log: readFileSync(log, 'utf8'),
      numstat: lines?.map((line) => line.split('\t')) ?? null,
    }
  })
}

function git(args: readonly string[], input: string | Uint8Array): string | null {
  const ran = spawnSync('git', args, { input, encoding: 'utf8' })
  return ran.status === 0 ? ran.stdout : null
}
