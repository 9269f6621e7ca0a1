import { expect } from 'vitest'
import { lorelint } from '../built-cli.ts'
import { findingsOf, lintFiles } from './lint.ts'
import {
  type Check,
  type Checks,
  hasNoDiff,
  isKind,
  isNotJudged,
  isOk,
  isSound,
  isWholly,
  says,
  within,
} from './oddity.ts'
import { codesOf, parse, single, totalsOf } from './parsed.ts'

function paths(...wanted: readonly string[]): Check {
  return ({ mail }) => expect(mail.files?.map((file) => file.newPath)).toEqual(wanted)
}

const holdsNoHtml: Check = async ({ path }) => {
  const text = JSON.stringify(await parse([path], { quoted: true }))
  expect(text).not.toMatch(/<(?:html|body|div|p|br)\b/i)
}

/** "Not an error, not a pass": code 2, and a sentence. */
const isNoPass: Check = ({ path }) => {
  const { code, err } = lorelint(['lint', path])
  expect(code).toBe(2)
  expect(err).toContain('no patch in 1 mail: nothing was judged')
}

const quotesPatch: Check = async ({ path }) => {
  const mail = single(await parse([path], { quoted: true }))
  expect(mail.files?.length).toBeGreaterThan(0)
  expect(mail.quoteDepth).toBeGreaterThan(0)
}

const isToldApart: Check = ({ mail }) => {
  const said = mail.problems.find((problem) => problem.code === 'several-patches')
  expect(said?.what).toMatch(/\d patches/)
}

const countsOnce: Check = ({ mail }) => {
  const all = mail.files?.map((file) => file.newPath) ?? []
  expect(all.length).toBeGreaterThan(0)
  expect(all).toEqual([...new Set(all)])
}

const saysWhichPart: Check = ({ mail }) => {
  const told = mail.problems.map((problem) => problem.what).join('\n')
  expect(told).toMatch(/attach/i)
}

const findsNothing: Check = async ({ path }) => {
  expect(findingsOf(await lintFiles([path]))).toEqual([])
}

const asksToPull: Check = ({ mail }) => {
  const url = 'https://github.com/rhdrjones/kvm-unit-tests'
  expect(mail.pullRequest).toEqual({ url, ref: 'arm/queue' })
}

/** The footer stands behind "-- ", and in no hunk: the counts of the @@ lines are those of the lines. */
const hunksEndWhereTheyShould: Check = ({ mail }) => {
  const hunks = mail.files?.flatMap((file) => file.hunks) ?? []
  const gained = hunks.reduce(
    (sum, { oldCount, newCount }) => sum + (newCount ?? 0) - (oldCount ?? 0),
    0,
  )
  const { add, del } = totalsOf(mail)
  expect([hunks.length > 0, gained]).toEqual([true, add - del])
}

function holdsNo(text: RegExp): Check {
  return ({ mail }) => expect(mail.diff).not.toMatch(text)
}

/** MIME, and what sort of mail it is. */
export const kindChecks: Checks = {
  'patch only as attachment': [isSound],
  'patch inline and attached': [isKind('reply-with-patch'), isNotJudged, countsOnce, saysWhichPart],
  'several patch attachments': [
    isKind('reply-with-patch'),
    isToldApart,
    paths(
      'drivers/iio/inkern.c',
      'drivers/iio/inkern.c',
      'drivers/iio/inkern.c',
      'include/linux/iio/consumer.h',
      'drivers/iio/inkern.c',
    ),
  ],
  'attachment application/octet-stream': [isSound],
  'multipart/mixed with list footer part': [isSound, hunksEndWhereTheyShould],
  'multipart/signed': [isSound, holdsNo(/BEGIN PGP/)],
  'mailman footer after signature in text': [isSound],
  'html alternative': [isKind('reply'), hasNoDiff, holdsNoHtml],
  'several patches in one mail': [isKind('patch'), isToldApart],
  'reply that carries a full unquoted diff': [isKind('reply-with-patch'), isNotJudged, isOk],
  'reply with quoted diff': [isKind('reply'), isNotJudged, quotesPatch],
  'reply with cut-up col-0 hunk': [
    isKind('reply'),
    isNotJudged,
    ({ mail }) => expect([mail.patchStatus, mail.error]).toEqual(['none', null]),
  ],
  'diff but subject without [PATCH]': [isKind('applied-notice'), isNotJudged],
  '[PATCH] subject, no diff': [isKind('no-patch'), isNotJudged, hasNoDiff, isWholly, isNoPass],
  'pull request': [isKind('pull-request'), isNotJudged, hasNoDiff, asksToPull, findsNothing],
  'pull request with full diff': [isKind('pull-request'), isNotJudged, isOk],
  'bare hunk, no file header': [isKind('no-patch'), isNotJudged, hasNoDiff],
  'combined diff (diff --cc)': [isKind('no-patch'), isNotJudged, says('combined-diff')],
  'no Signed-off-by': [
    async ({ path }) => {
      const rules = findingsOf(await lintFiles([path])).map((finding) => finding.rule)
      expect(rules.filter((rule) => /sign/.test(rule))).not.toEqual([])
    },
  ],
  'line over 998 bytes': [isKind('reply'), isWholly],
  'mail over 1 MB / 100 kB': [isKind('reply'), isWholly, within(1000)],
  '100+ files': [isSound, within(1000)],
  'MIME depth > 3': [isKind('reply'), isWholly, hasNoDiff],
  'nested message/rfc822': [isKind('reply'), isNotJudged, hasNoDiff, isWholly],
  'broken MIME (StartBoundaryNotFound)': [
    isKind('no-patch'),
    isNotJudged,
    ({ mail }) => expect(mail.subject.text).toContain('RECEIVE MONEY'),
  ],
  'attachment name with / or ..': [
    isKind('no-patch'),
    hasNoDiff,
    ({ mail }) => expect(codesOf(mail).filter((code) => code === 'path-unsafe')).toEqual([]),
  ],
}
