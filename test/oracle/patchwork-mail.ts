import { expect } from 'vitest'
import { type Case, listed, oracle } from './corpus.ts'
import { type File, type Mail, parse, type Parsed, single } from './parsed.ts'

interface Listed {
  readonly id: string
  readonly input: string
  readonly expect: string
}

/** patchwork's mails; what its tests expect of each is one of a few words. */
export function patchworkMailCases(): readonly Case[] {
  const cases: readonly Listed[] = listed('patchwork-mail')
  return cases.map((c) => ({
    suite: 'patchwork-mail',
    id: c.id,
    check: async () => {
      const checks = EXPECTATIONS[c.expect]
      if (checks === undefined) throw new Error(`nothing checks "${c.expect}"`)
      const parsed = await parse([oracle(c.input)])
      for (const check of checks) check(parsed, c.id)
    },
  }))
}

type Check = (parsed: Parsed, id: string) => void

const PULLED: Readonly<Record<string, readonly [url: string, ref: string | null]>> = {
  '0001': ['git://git.kernel.org/pub/scm/linux/kernel/git/benh/powerpc.git', 'next'],
  '0002': ['git://git.kernel.org/pub/scm/linux/kernel/git/benh/powerpc.git', 'next'],
  '0003': [
    'git://git.kernel.org/pub/scm/linux/kernel/git/tip/linux-2.6-tip.git',
    'x86-fixes-for-linus',
  ],
  '0004': ['git+ssh://git.kernel.org/pub/scm/linux/kernel/git/benh/powerpc.git', 'next'],
  '0005': ['ssh://git.kernel.org/pub/scm/linux/kernel/git/benh/powerpc.git', 'next'],
  '0006': ['http://git.kernel.org/pub/scm/linux/kernel/git/benh/powerpc.git', 'next'],
  // It names a repository only, that is its HEAD.
  '0017': ['git://git.kernel.org/pub/scm/linux/kernel/git/davem/net', null],
  '0023': [
    'https://git.kernel.org/pub/scm/linux/kernel/git/matthias.bgg/linux.git/',
    'tags/v5.4-next-soc',
  ],
  '0024': [
    'git://git.kernel.org/pub/scm/linux/kernel/git/nsekhar/linux-davinci.git',
    'tags/davinci-for-v5.6/soc',
  ],
}

const isPull: Check = (parsed, id) => {
  const mail = single(parsed)
  const [url, ref] = PULLED[id.slice(0, 4)] ?? ['?', null]
  expect(mail.kind).toBe('pull-request')
  expect(mail.pullRequest).toEqual({ url, ref })
  expect(parsed.series).toEqual([])
}

const hasNoDiff: Check = (parsed) => expect(single(parsed).patchStatus).toBe('none')

/** A pull request's combined diff belongs to no patch, but it is told. */
const hasDiff: Check = (parsed) => {
  const mail = single(parsed)
  expect(mail.patchStatus).toBe('ok')
  expect(mail.files?.length).toBeGreaterThan(0)
}

const isPatch: Check = (parsed) => {
  const mail = single(parsed)
  expect(mail.kind).toBe('patch')
  expect(parsed.series.map((posting) => posting.messageIds)).toEqual([[mail.messageId]])
}

const holdsNoHtml: Check = (parsed) => expect(JSON.stringify(parsed)).not.toMatch(/<\/?div/i)

const renamesTwo: Check = (parsed, id) => {
  const mail = single(parsed)
  expect(filesOf(mail).map((file) => file.status)).toEqual(['renamed', 'renamed'])
  expect(filesOf(mail).every((f) => f.oldPath !== null && f.oldPath !== f.newPath)).toBe(true)
  // In 0009 patchwork wrote a hunk into a rename of 100 %, and git calls it corrupt at line 20.
  expect(mail.patchStatus).toBe(id.startsWith('0009') ? 'corrupt' : 'ok')
}

const lacksTwoNewlines: Check = (parsed) => {
  const flags = filesOf(single(parsed)).map((file) => [file.noNewlineOld, file.noNewlineNew])
  expect(flags).toEqual([
    [false, false],
    [false, true],
    [false, true],
  ])
}

const startsAtIndex: Check = (parsed) => {
  const [first = ''] = /^\S.*$/m.exec(single(parsed).diff ?? '') ?? []
  expect(first).toMatch(/^Index: /)
  expect(filesOf(single(parsed)).map((file) => file.newPath)).toEqual([
    'bfd/elf-bfd.h',
    'bfd/elflink.c',
    'bfd/elfxx-mips.c',
  ])
}

const isComment: Check = (parsed) => {
  expect(single(parsed).kind).toBe('reply')
  expect(parsed.series).toEqual([])
}

const EXPECTATIONS: Readonly<Record<string, readonly Check[]>> = {
  pull: [isPull, hasNoDiff],
  'pull+diff': [isPull, hasDiff],
  diff: [isPatch, hasDiff],
  '1 patch': [isPatch, hasDiff],
  'diff startswith Index': [isPatch, hasDiff, startsAtIndex],
  'diff:2 renames': [isPatch, renamesTwo],
  'diff, 2 no-newline markers': [isPatch, hasDiff, lacksTwoNewlines],
  'diff, no <div': [isPatch, hasDiff, holdsNoHtml],
  'comment, no <div': [isComment, hasNoDiff, holdsNoHtml],
}

function filesOf(mail: Mail): readonly File[] {
  return mail.files ?? []
}
