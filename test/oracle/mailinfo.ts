import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { type Case, listed, oracle } from './corpus.ts'
import { authorOf, type Mail, parse } from './parsed.ts'

interface Listed {
  readonly id: string
  readonly input: string
  readonly index: number
  readonly expect: { readonly info: string; readonly msg: string; readonly patch: string }
}

/** git's own suite t5100: what git mailinfo writes for each mail of two mailboxes. */
export function mailinfoCases(): readonly Case[] {
  const cases: readonly Listed[] = listed('git-t5100')
  return cases.map((c) => ({
    suite: 'git-t5100',
    id: c.id,
    check: async () => check(c, await nthMail(c.input, c.index)),
  }))
}

async function nthMail(input: string, index: number): Promise<Mail> {
  const { messages } = await parse([oracle(input)])
  const mail = messages[index - 1]
  if (mail === undefined) throw new Error(`${input} has ${messages.length} mails`)
  return mail
}

function check({ input, expect: files }: Listed, mail: Mail): void {
  const info = infoOf(readFileSync(oracle(files.info), 'utf8'))
  expect(authorOf(mail)).toEqual({
    name: info.get('Author') ?? '',
    email: info.get('Email') ?? '',
  })
  expect(mail.subject.title).toBe(info.get('Subject') ?? '')
  const date = info.get('Date')
  if (date !== undefined) expect(mail.date).toBe(new Date(date).toISOString())
  const patch = readFileSync(oracle(files.patch))
  if (mail.diff === undefined) {
    // git cuts mails without a diff as well, and then writes an empty patch; for us they are none.
    expect(patch.length).toBe(0)
    expect(mail.patchStatus).toBe('none')
    return
  }
  expect(mail.log).toBe(readFileSync(oracle(files.msg), 'utf8'))
  const wanted = input.endsWith('.mbox') ? withoutSeparator(patch) : patch
  expect(mail.diffSha256).toBe(createHash('sha256').update(wanted).digest('hex'))
  // JSON is Unicode, so there the patch of a Latin-1 mail (0005) is decoded; the hash is of its bytes.
  expect(mail.diff).toBe(wanted.toString(isUtf8(wanted) ? 'utf8' : 'latin1'))
}

/**
 * The blank line in front of the next mail's "From " belongs to the mailbox (RFC 4155), but git mailsplit
 * leaves it to the mail, so it ends the patch files of all but such mails as end without a blank line.
 */
function withoutSeparator(patch: Buffer): Buffer {
  return patch.subarray(-2).toString() === '\n\n' ? patch.subarray(0, -1) : patch
}

function infoOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf(': ')
      return [line.slice(0, at), line.slice(at + 2)]
    }),
  )
}
