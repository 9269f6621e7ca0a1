import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { askGit } from './am.ts'
import {
  type Check,
  type Checks,
  decodesAll,
  hasNoDiff,
  isKind,
  isNotJudged,
  isSound,
  isWholly,
  textOf,
} from './oddity.ts'
import type { Mail } from './parsed.ts'

function hasHead(pattern: RegExp): Check {
  return (odd) => expect(textOf(odd)).toMatch(pattern)
}

function subjectIs(subject: Partial<Mail['subject']>): Check {
  return ({ mail }) => expect(mail.subject).toMatchObject(subject)
}

const restIsGits: Check = async ({ path, mail }) => {
  const { info, log } = await askGit(readFileSync(path))
  expect(mail.log).toBe(log)
  const date = /^Date: (.*)$/m.exec(info)?.[1] ?? ''
  expect(mail.date).toBe(new Date(date).toISOString())
}

const CHINESE = '\u56de\u590d: Re: [PATCH] kvm: fix gpu passthrough into vm on arm64'

/** Headers, and what stands for them in the body. */
export const headChecks: Checks = {
  'From rewritten "via" list (DMARC)': [
    isSound,
    hasHead(/^From: .* via /m),
    ({ mail }) => expect(mail.authorSource).toMatch(/^(?:in-body|reply-to|x-original-from)$/),
    ({ mail }) => expect(`${mail.from.name} ${mail.author?.name}`).not.toMatch(/ via /),
    ({ mail }) => expect(mail.from.address).toBe('guptarud@gmail.com'),
  ],
  'in-body From:': [isSound, ({ mail }) => expect(mail.authorSource).toBe('in-body')],
  'in-body Subject/Date': [
    isSound,
    ({ mail }) => expect(mail.subject.text).toContain('AL3320A'),
    ({ mail }) => expect(mail.subject.title).toContain('AL3010'),
    restIsGits,
  ],
  'whole format-patch file pasted in body ("From <sha> Mon Sep 17")': [
    isKind('applied-notice'),
    isNotJudged,
  ],
  // git says null here and "" for an empty one; for us a subject is a text, in both cases an empty one.
  'subject missing': [
    isKind('no-patch'),
    hasNoDiff,
    ({ listed }) => expect(listed.oracle?.subject).toBe(null),
    subjectIs({ text: '', title: '', isPatch: false, counter: null }),
  ],
  'subject empty': [isKind('no-patch'), hasNoDiff, subjectIs({ text: '', title: '' })],
  'subject with RFC 2047 words': [isSound, hasHead(/^Subject: =\?/im)],
  'subject non-Latin': [isKind('reply'), decodesAll, subjectIs({ text: CHINESE, isReply: true })],
  'non-English reply prefix': [isKind('reply'), subjectIs({ text: CHINESE, isReply: true })],
  'raw 8-bit header': [isKind('cover'), decodesAll, hasHead(/^Subject: .*[\x80-\xff]/m)],
  // The header goes on behind ">"; what stands between the brackets is what others answer to.
  'Message-ID malformed': [
    isKind('reply'),
    ({ mail }) =>
      expect(mail.messageId).toBe('b3171769-2648-bead-c07a-b137a1f4c415@cloudminds.com'),
    ({ mail }) => expect(mail.inReplyTo).toBe('86v9y57g3k.wl-marc.zyngier@arm.com'),
    ({ mail }) => expect(mail.references.length).toBe(2),
  ],
  'In-Reply-To malformed': [
    isKind('reply'),
    ({ mail }) => expect(mail.inReplyTo).toBe('20240502133623.0000463e@Huawei.com'),
  ],
  'In-Reply-To twice': [
    isSound,
    ({ mail }) => expect(mail.inReplyTo).toBe('cover.1566310292.git.michal.simek@xilinx.com'),
    ({ mail }) => expect(mail.references).toEqual(['cover.1566310292.git.michal.simek@xilinx.com']),
  ],
  'Content-Type twice': [isSound, isWholly, decodesAll],
}
