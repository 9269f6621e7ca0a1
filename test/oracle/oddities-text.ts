import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { craft, patchTo } from './crafted.ts'
import { findingsOf, type Linted, lintFiles, lintTexts } from './lint.ts'
import {
  type Check,
  type Checks,
  decodesAll,
  isKind,
  isNotJudged,
  isSound,
  isWholly,
  matchesDiffstat,
  says,
  textOf,
} from './oddity.ts'
import { codesOf, parse, parseTexts, single, totalsOf } from './parsed.ts'

/** Reads the same mail with what it quotes, which is where a reply's text comes out. */
function quotedSays(check: (text: string) => void): Check {
  return async ({ path }) => check(JSON.stringify(await parse([path], { quoted: true })))
}

function crafted(body: string, contentType: string): Buffer {
  const text = craft({ subject: '[PATCH] x: Fix it', id: '1@x', body })
  return Buffer.from(text.replace('text/plain; charset=UTF-8', contentType), 'latin1')
}

const keepsBytes: Check = async () => {
  const body = patchTo('a.c').replace('+int b;', '+int b; /* Andr\xE9 */')
  const mail = single(await parseTexts([crafted(body, 'text/plain; charset=utf-8')]))
  const patch = Buffer.from(body.slice(body.indexOf('---\n')), 'latin1')
  expect(mail.diffSha256).toBe(createHash('sha256').update(patch).digest('hex'))
  expect(codesOf(mail)).toContain('charset-invalid')
  expect(mail.patchStatus).toBe('ok')
}

/** "+ADw-" is "<" in UTF-7, and no place for it is a mail (CVE-2008-1468 and the like). */
const leavesUtf7: Check = async () => {
  const body = `+ADw-div+AD4-\n\n${patchTo('a.c')}`
  const mail = single(await parseTexts([crafted(body, 'text/plain; charset=utf-7')]))
  expect(mail.log).toMatch(/^\+ADw-div\+AD4-\n/)
}

/** Every line has the CR of the encoding, so no file has one of its own. */
const hasTransportCrs: Check = (odd) => {
  const body = /\n\r?\n([^]*)$/.exec(textOf(odd))?.[1] ?? ''
  const lines = /^Content-Transfer-Encoding: base64/im.test(textOf(odd))
    ? Buffer.from(body, 'base64').toString('latin1').split('\n')
    : body.replaceAll('=\n', '').replaceAll('=0D', '\r').trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(50)
  // The last line has no end.
  expect(lines.slice(0, -1).filter((line) => !line.endsWith('\r'))).toEqual([])
  expect(odd.mail.files?.filter((file) => file.crlf)).toEqual([])
  // What is handed on is what git mailinfo hands on; what is judged has none of them (crlf above).
  const handed = odd.mail.diff?.trimEnd().split('\n') ?? []
  expect(handed.slice(0, -1).filter((line) => !line.endsWith('\r'))).toEqual([])
}

const reportsCrsOfFiles: Check = async () => {
  const body = patchTo('a.c').replaceAll(/^([ +]int .*)$/gm, '$1\r')
  const encoded = Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\n')
  const text = craft({ subject: '[PATCH] x: Fix it', id: '1@x', body: `${encoded}\n` })
  const mail = single(await parseTexts([text.replace('Encoding: 8bit', 'Encoding: base64')]))
  expect(mail.files?.map((file) => file.crlf)).toEqual([true])
  expect(mail.diff).toContain('+int b;\r\n')
  expect(codesOf(mail)).not.toContain('quoted-crlf')
}

const addsAllOfIt: Check = ({ mail }) => {
  // git took the CRs of the encoding for the file's and called the patch corrupt; with --quoted-cr=strip it
  // counts the same.
  expect(totalsOf(mail)).toEqual({ files: 3, add: 271, del: 0 })
}

const isNotReviewed: Check = async ({ path }) => {
  expect(findingsOf(await lintFiles([path]))).toEqual([])
}

/** In the real mail it stands in documentation or in a removed line: that is no finding; in an added C line it is. */
function isFoundInAddedC(character: string): Check {
  return async ({ path }) => {
    expect(rulesOf(await lintFiles([path])).filter((rule) => HIDDEN.test(rule))).toEqual([])
    const patch = patchTo('a.c')
    const added = craft({ subject: '[PATCH] x: y', id: '1@x', body: patch })
    const texts = [
      added.replace('+int b;', `+int${character}b;`),
      added.replace(' int a;', `-int${character}a;`),
    ]
    const [inAdded, inRemoved] = [
      await lintTexts(texts.slice(0, 1)),
      await lintTexts(texts.slice(1)),
    ]
    const found = findingsOf(inAdded).filter((finding) => HIDDEN.test(finding.rule))
    expect(found.map(({ anchor }) => [anchor.kind, anchor['side']])).toEqual([['line', 'new']])
    expect(rulesOf(inRemoved).filter((rule) => HIDDEN.test(rule))).toEqual([])
  }
}

/** The one is about what the compiler reads, the other about what a reviewer reads. */
const HIDDEN = /^c\/(?:hidden-characters|trojan-source)$/

function rulesOf(linted: Linted): readonly string[] {
  return findingsOf(linted).map((finding) => finding.rule)
}

const keepsNonAscii: Check = ({ mail }) => expect(mail.diff).toMatch(/^[+-].*[^\p{ASCII}]/mu)

const sound = [isSound] as const

/** Charsets, transfer encodings, line ends, and characters that do not belong. */
export const textChecks: Checks = {
  'charset:none + 8-bit bytes': [isKind('cover'), decodesAll, says('charset-missing')],
  'charset "y"/"yes"/"n"/"no" (git send-email prompt answered)': [
    isSound,
    says('charset-unknown'),
    matchesDiffstat,
    decodesAll,
  ],
  'other unknown charset': [isKind('reply'), says('charset-unknown'), isWholly],
  'declared utf-8, invalid bytes': [isKind('no-patch'), says('charset-invalid'), keepsBytes],
  'iso-8859-1 / windows-1252 diff': [isSound, decodesAll],
  'GB2312/GBK/Big5 diff': [isKind('patch'), addsAllOfIt, says('quoted-crlf')],
  'ISO-2022-JP': [
    isKind('reply'),
    isWholly,
    quotedSays((text) => expect(text).not.toMatch(/\\u001b|\uFFFD/)),
  ],
  'utf-7': [isKind('reply'), says('charset-unknown'), leavesUtf7],
  'base64 body with diff': sound,
  'quoted-printable body with diff': sound,
  'CRLF inside decoded body (base64/QP)': [isSound, hasTransportCrs, says('quoted-crlf')],
  'diff lines with CR': [isSound, hasTransportCrs, says('quoted-crlf'), reportsCrsOfFiles],
  'QP left undecoded in diff': [
    isKind('reply'),
    isNotJudged,
    says('quoted-printable-damage'),
    isNotReviewed,
  ],
  'NBSP in diff': [isSound, isFoundInAddedC('\u00A0')],
  'zero-width char in diff': [isSound, isFoundInAddedC('\u200B')],
  'form feed in diff': [isSound, ({ mail }) => expect(mail.diff).toContain('\f')],
  'non-ASCII in diff': [isSound, keepsNonAscii, decodesAll],
}
