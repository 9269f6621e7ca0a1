import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawMail } from '../src/model.ts'
import { openInput, type SourceOptions } from '../src/sources/open.ts'

/** A folder of a test file's own; it removes it. */
export const top = mkdtempSync(join(tmpdir(), 'lorelint-sources-'))

/** How inputs are opened unless a test says otherwise: in `top`. */
export const options: SourceOptions = {
  stdin: null,
  since: null,
  until: null,
  msgid: null,
  cwd: top,
  repo: null,
}

/** All mails of an input. */
export async function read(
  input: string,
  more: Partial<SourceOptions> = {},
): Promise<readonly RawMail[]> {
  const mails: RawMail[] = []
  for await (const mail of openInput(input, { ...options, ...more })) mails.push(mail)
  return mails
}

/** The bytes of a mail as text. */
export function textOf(mail: RawMail): string {
  return Buffer.from(mail.bytes).toString('utf8')
}

/** Writes a file below `top`; its name. */
export function write(name: string, text: string): string {
  const path = join(top, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return name
}

/** The n-th mail: its subject and Message-ID have the number. */
export const mail = (n: number, more = '') =>
  `From: a@x\nSubject: ${n}\nMessage-ID: <${n}@x>\n${more}\nBody ${n}\n`
