import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { craft, patchTo } from './crafted.ts'
import { findingsOf, lintFiles } from './lint.ts'
import { type Check, type Checks, isKind, isSound } from './oddity.ts'
import { inFolder, parse, parseTexts } from './parsed.ts'

/**
 * The second mails of these classes stand in parts of the archives that are kept for acceptance, so what made them
 * differ is done here to the first: a list's headers, its footer, its encoding, or another text.
 */
function counted(patches: number, change: (mail: string) => string): Check {
  return async ({ path, mail }) =>
    inFolder(async (folder) => {
      const other = join(folder, 'other.eml')
      const changed = change(readFileSync(path, 'latin1'))
      expect(changed).not.toBe(readFileSync(path, 'latin1'))
      writeFileSync(other, Buffer.from(changed, 'latin1'))
      const { messages, series } = await parse([path, other])
      expect(messages.map((m) => m.messageId)).toEqual([mail.messageId, mail.messageId])
      expect(series.flatMap((posting) => posting.messageIds).length).toBe(patches)
      const linted = await lintFiles([path, other])
      if (patches > 0) expect(linted.summary.patches).toBe(patches)
      const said = findingsOf(linted).map(({ rule, anchor }) => JSON.stringify([rule, anchor]))
      expect(said).toEqual([...new Set(said)])
    })
}

function withListHeaders(mail: string): string {
  return `Received: by other.example.org; Wed, 1 May 2024 10:00:00 +0000\nList-Id: <other.example.org>\n${mail}`
}

function withFooter(mail: string): string {
  const footer = '_______________________________________________\nother mailing list\n'
  return `${withListHeaders(mail)}\n${footer}other@lists.example.org\n`
}

function inBase64(mail: string): string {
  const at = mail.search(/\n\n/)
  const head = mail.slice(0, at).replaceAll(/^Content-Transfer-Encoding:.*\n?/gim, '')
  const body = Buffer.from(mail.slice(at + 2), 'latin1').toString('base64')
  return `Content-Transfer-Encoding: base64\n${head}\n\n${body.replaceAll(/.{76}/g, '$&\n')}\n`
}

const keepsDistinctPatches: Check = async () => {
  const [one, two] = ['one.c', 'two.c'].map((file) =>
    craft({ subject: '[PATCH] x: Fix it', id: 'same@example.org', body: patchTo(file) }),
  )
  const { series } = await parseTexts([one ?? '', two ?? '', one ?? ''])
  expect(series.map((posting) => posting.messageIds.length)).toEqual([1, 1])
}

export const doubleChecks: Checks = {
  'duplicate Message-ID in one archive, different body': [
    isKind('reply'),
    counted(0, (mail) => mail.replace(/\n\n/, '\n\nAnother text.\n')),
    keepsDistinctPatches,
  ],
  'duplicate Message-ID in one archive': [isSound, counted(1, withListHeaders)],
  'same Message-ID in two archives': [isSound, counted(1, withFooter), counted(1, inBase64)],
}
