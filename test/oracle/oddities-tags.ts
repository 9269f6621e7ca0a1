import { expect } from 'vitest'
import type { Check, Checks } from './oddity.ts'

/** revision, counter/expected, tags; the title is compared with git's for every class. */
function tagged(revision: number, counter: string | null, ...tags: readonly string[]): Check {
  return ({ mail }) => {
    const { subject } = mail
    const said = subject.counter === null ? null : `${subject.counter}/${subject.expected}`
    expect([subject.revision, said, subject.tags]).toEqual([revision, counter, tags])
    expect([subject.isPatch, subject.isReply]).toEqual([true, false])
    expect(mail.kind).toBe(subject.counter === 0 ? 'cover' : 'patch')
  }
}

export const tagChecks: Checks = {
  'tag: RFC': [tagged(1, '2/4', 'RFC')],
  'series >= 50': [tagged(6, '18/64')],
  'tag: stable/version branch': [tagged(1, '16/16', 'AUTOSEL', '4.9')],
  'tag: capital V2': [tagged(7, '1/18')],
  'tag: several brackets': [tagged(1, '2/30', 'RFC', 'DONOTMERGE')],
  'tag: non-kernel project': [tagged(4, '0/3', 'kvmtool')],
  'tag: REPOST': [tagged(4, null, 'REPOST')],
  'tag: RFC without PATCH': [tagged(1, '5/10', 'kvm-unit-tests', 'RFC')],
  'tag: no upper-case PATCH ([RFC], [patch])': [tagged(1, '2/10', 'kvm-unit-tests', 'RFC')],
  'tag: RESEND': [tagged(1, '1/2', 'resend')],
  'tag: tree/branch name': [tagged(1, null, '-next')],
  'tag: X-next': [tagged(1, '0/491', '-next')],
  'tag: PATCHv2 no space': [tagged(2, '2/2')],
  'index > total': [
    tagged(4, '6/5', 'kvmtool'),
    ({ parsed }) =>
      expect(parsed.series.map(({ missing, extra }) => [missing, extra])).toEqual([
        [[1, 2, 3, 4, 5], [6]],
      ]),
  ],
  // b4 does not know them; a number sorts behind v5 and in front of v6, which is what they are for.
  'tag: v2.1 dotted version': [tagged(5.5, '26/30')],
  'tag: version after index': [tagged(3, '1/3')],
  'tag: -v2': [tagged(2, null)],
  // The class was found by its "PATCH" without blank: what follows is a commit, no counter.
  'tag: PATCH1/2 no space': [tagged(1, null, '5b51a54ae2fa1cc8459b68a28b3c8ca7b7203994')],
  'tag: version first': [tagged(7, '2/2')],
  // git keeps what stands outside of the brackets; the counter inside them is the one that counts.
  'index outside tag': [tagged(2, '0/5')],
}
