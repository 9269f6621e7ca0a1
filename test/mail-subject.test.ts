import { describe, expect, test } from 'vitest'
import { parseSubject } from '../src/mail/subject.ts'
import type { Subject } from '../src/model.ts'

function checkSubject(line: string, expected: Partial<Subject>): void {
  test(line, () => expect(parseSubject(line)).toMatchObject(expected))
}

describe('subject', () => {
  checkSubject('[PATCH v2 net-next 3/7] net: a: b', {
    isPatch: true,
    revision: 2,
    counter: 3,
    expected: 7,
    tags: ['net-next'],
    prefix: 'net: a',
    title: 'net: a: b',
  })
  checkSubject('[PATCHv3] a: b', { revision: 3, tags: [], isPatch: true })
  checkSubject('[PATCH v6,19/24] a: b', { revision: 6, counter: 19, expected: 24 })
  checkSubject('[PATCH1/8] a: b', { counter: 1, expected: 8, isPatch: true })
  checkSubject('[RFC PATCH -v2 RESEND] a: b', { revision: 2, tags: ['RFC', 'RESEND'] })
  checkSubject('[RFC][PATCH V2 1/2] a: b', {
    revision: 2,
    tags: ['RFC'],
    counter: 1,
    title: 'a: b',
  })
  checkSubject('[PATCH 1/3 v3] a: b', { revision: 3, counter: 1 })
  checkSubject('[PATCH v5.5 stable] a: b', { revision: 1, tags: ['v5.5', 'stable'] })
  checkSubject('[PATCH v4.19 1/2] a: b', { revision: 1, tags: ['v4.19'] })
  checkSubject('[PATCH v5.5 26/30] a: b', { revision: 5.5, tags: [] })
  checkSubject('[PATCH] x 508/512 y', { counter: null, title: 'x 508/512 y' })
  checkSubject('[PATCH] 1/2: a: b', { counter: 1, expected: 2 })
  checkSubject('Re: [list] AW: FWD: [PATCH v2] a: b', { isReply: true, revision: 2, title: 'a: b' })
  checkSubject('回复：[PATCH] a: b', { isReply: true, isPatch: true, title: 'a: b' })
  checkSubject('[PATCH] a: rewrite [a-z] regexes', { title: 'a: rewrite [a-z] regexes' })
  checkSubject('[PATCH] Revert "a: b: c"', { prefix: '', title: 'Revert "a: b: c"' })
  checkSubject('[GIT PULL 0/3] a: b', { isPatch: false })
  checkSubject('a question', { isPatch: false, revision: 1, prefix: '', title: 'a question' })
  checkSubject('', { title: '', isPatch: false })
})
