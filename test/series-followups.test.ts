import { describe, expect, test } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { parseMessage } from '../src/mail/message.ts'
import { parseSubject } from '../src/mail/subject.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { Followup, Message } from '../src/model.ts'
import { isBot } from '../src/series/bots.ts'
import type { Envelope } from '../src/series/envelope.ts'
import { followupsOf } from '../src/series/followups.ts'
import { groupSeries } from '../src/series/group.ts'
import { repliesOf } from '../src/series/replies.ts'

async function mailOf(head: string, body: string): Promise<Message> {
  const bytes = Buffer.from(`${head}\n\n${body}`)
  return parseMessage({ origin: 'x', bytes, reload: async () => bytes })
}

const diff = [
  'diff --git a/net/x.c b/net/x.c',
  '--- a/net/x.c',
  '+++ b/net/x.c',
  '@@ -10,4 +10,6 @@ int f(void)',
  ' \tint ret;',
  '-\told_call(dev);',
  '+\tnew_call(dev);',
  '+\tif (ret)',
  '+\t\treturn ret;',
  ' \tput(dev);',
  ' \treturn ret;',
  '@@ -20,3 +22,4 @@ int g(void)',
  ' \tagain();',
  '+\tand();',
  ' \tagain();',
  ' \tagain();',
]

async function followups(...bodies: readonly string[]): Promise<readonly Followup[]> {
  const patch = await mailOf(
    'Message-ID: <p@x>\nFrom: Ann <ann@x.org>\nSubject: [PATCH] net: x',
    `The log.\n\nSigned-off-by: Ann <ann@x.org>\n---\n${diff.join('\n')}\n`,
  )
  const text = patchText(patch)
  if (text === null) throw new Error('no patch')
  const replies = bodies.map((body, i) =>
    mailOf(
      `Message-ID: <r${i}@x>\nIn-Reply-To: <${i === 0 ? 'p' : `r${i - 1}`}@x>\nFrom: Bob <bob@x.org>\nSubject: Re: [PATCH] net: x`,
      body,
    ),
  )
  return followupsOf([patch], [readPatch(patch, text)], await Promise.all(replies))
}

function checkTags(name: string, body: string, expected: readonly string[]) {
  test(name, async () => {
    const [one] = await followups(body)
    const shown = one?.trailers.map((t) => `${t.mailLine} ${t.key}: ${t.value}`)
    expect(shown).toEqual(expected)
    expect(one?.trailers.every((t) => t.from === 'r0@x')).toBe(true)
  })
}

describe('tags that a reply gives', () => {
  checkTags('below a quote', '> text\n\nReviewed-by: Bob <bob@x.org>\n', [
    '3 Reviewed-by: Bob <bob@x.org>',
  ])
  checkTags('with what they are about', 'Tested-by: B <b@x> # board\nAcked-by: C <c@x> (for x)\n', [
    '1 Tested-by: B <b@x> # board',
    '2 Acked-by: C <c@x> (for x)',
  ])
  checkTags(
    'wrapped',
    'Reviewed-by: A Very Long Name\n<long@x.org>\nAcked-by: B <b@x>\n # for y\n',
    ['1 Reviewed-by: A Very Long Name <long@x.org>', '3 Acked-by: B <b@x> # for y'],
  )
  checkTags('with b4’s bracket below', 'Acked-by: B <b@x>\n[only the\nDT part]\nThanks\n', [
    '1 Acked-by: B <b@x> [only the DT part]',
  ])
  checkTags('quoted ones are not given', '> Reviewed-by: C <c@x>\n>> Acked-by: D <d@x>\nok\n', [])
  checkTags('nor those below a signature', 'ok\n-- \nAcked-by: B <b@x>\n', [])
  checkTags('nor words', 'Standby: see me\nReviewed-by: nobody yet\nNote: a@b.c\n', [])
  checkTags('Fixes: with a commit', 'Fixes: 0123456789ab ("net: y")\nFixes: the bug\n', [
    '1 Fixes: 0123456789ab ("net: y")',
  ])
  checkTags(
    'those of a patch that the reply carries are not given to ours',
    `Acked-by: B <b@x>\n\nOr so?\n\n-- >8 --\nSubject: [PATCH] y\n\nSigned-off-by: B <b@x>\n---\n${diff.join('\n')}\n`,
    ['1 Acked-by: B <b@x>'],
  )
})

/** A remark is "path side line | quote | text". */
function checkRemarks(name: string, bodies: readonly string[], expected: readonly string[]) {
  test(name, async () => {
    const last = (await followups(...bodies)).at(-1)
    const shown = last?.remarks.map((r) => {
      const place = `${r.path ?? '-'} ${r.side ?? '-'} ${r.line ?? '-'}`
      return `${place} | ${r.quote?.trim() ?? '-'} | ${r.text}`
    })
    expect(shown).toEqual(expected)
  })
}

const quote = diff.map((l) => `> ${l}\n`)

describe('remarks and what they stand under', () => {
  checkRemarks(
    'two paragraphs under an added line',
    [`${quote.slice(0, 7).join('')}\nWhy?\n\nReally.\n\n${quote.slice(7).join('')}`],
    ['net/x.c new 11 | new_call(dev); | Why?\n\nReally.'],
  )
  checkRemarks(
    'under a removed line',
    [`${quote.slice(0, 6).join('')}Keep it.\n`],
    ['net/x.c old 11 | old_call(dev); | Keep it.'],
  )
  checkRemarks(
    'the header was cut away',
    [`${quote.slice(6, 9).join('')}Why?\n`],
    ['net/x.c new 13 | return ret; | Why?'],
  )
  checkRemarks(
    'of two equal lines the one with these neighbours',
    [`${quote.slice(9, 11).join('')}Why?\n`],
    ['net/x.c new 15 | return ret; | Why?'],
  )
  checkRemarks(
    'one line is all that is left',
    ['> +\tnew_call(dev);\nWhy?\n'],
    ['net/x.c new 11 | new_call(dev); | Why?'],
  )
  checkRemarks(
    'tabs were turned into blanks',
    ['> +        if (ret)\n> +                return ret;\nWhy?\n'],
    ['net/x.c new 13 | return ret; | Why?'],
  )
  checkRemarks('the log', ['> The log.\n\nMore, please.\n'], ['- - - | The log. | More, please.'])
  checkRemarks(
    'no attribution, signature, footer, tag or mark of a cut',
    [
      'Hi Ann,\n\nOn Mon, 1 Jun 2026, Ann\n<ann@x.org> wrote:\n> The log.\n\n[...]\n\n> x\n\nReviewed-by: B <b@x>\n-- \nBob\n____________________________\nkvmarm mailing list\n',
    ],
    ['- - - | - | Hi Ann,'],
  )
  checkRemarks(
    'an attribution above a greeting',
    ['On Mon, 1 Jun 2026 10:00:00 +0000\nAnn <ann@x.org> wrote:\n\nHi,\n\n> x\nNo.\n'],
    ['- - - | - | Hi,', '- - - | x | No.'],
  )
  checkRemarks(
    'an answer to an answer stands under prose, or under the patch two marks deep',
    [
      'Why?\n',
      `${quote
        .slice(0, 7)
        .map((l) => `> ${l}`)
        .join('')}Here.\n> Why?\nBecause.\n`,
    ],
    ['net/x.c new 11 | new_call(dev); | Here.', '- - - | Why? | Because.'],
  )
  checkRemarks(
    'another diff that was quoted is not the patch',
    [
      '> diff --git a/mm/y.c b/mm/y.c\n> --- a/mm/y.c\n> +++ b/mm/y.c\n> @@ -1 +1,2 @@\n>  int y;\n> +int z;\nOh.\n',
    ],
    ['- - - | int z; | Oh.'],
  )
  checkRemarks(
    'nor is another diff to the same file, which has other lines there',
    [
      [
        '> diff --git a/net/x.c b/net/x.c\n> --- a/net/x.c\n> +++ b/net/x.c\n',
        '> @@ -10,1 +10,2 @@\n>  \tint ret;\n> +\tbest_call(dev);\nSo?\n',
        '> @@ -90,1 +91,2 @@\n>  \tint far;\n> +\tint off;\nThere?\n',
      ].join(''),
    ],
    ['- - - | best_call(dev); | So?', '- - - | int off; | There?'],
  )
  checkRemarks(
    'nor is the header of another file',
    ['> diff --git a/mm/y.c b/mm/y.c\nHere too?\n> --- a/mm/y.c\n> +++ b/mm/y.c\n'],
    ['- - - | diff --git a/mm/y.c b/mm/y.c | Here too?'],
  )
  checkRemarks(
    'a line that a mailer cut stands where its number says',
    [`${quote.slice(0, 6).join('')}> +\tnew_call(dev\nCut.\n`],
    ['net/x.c new 11 | new_call(dev | Cut.'],
  )
  checkRemarks(
    'but a few letters may be those of another line',
    [`${quote.slice(0, 6).join('')}> +\tnew\nOther.\n`],
    ['- - - | new | Other.'],
  )
  checkRemarks(
    'equal lines without neighbours, in the order of the patch',
    ['> @@ -20,9 +22,9 @@\nA.\n>  \tagain();\nB.\n>\nC.\n>  \tagain();\nD.\n'],
    [
      '- - - | @@ -20,9 +22,9 @@ | A.',
      'net/x.c new 22 | again(); | B.',
      'net/x.c new 22 | again(); | C.',
      'net/x.c new 24 | again(); | D.',
    ],
  )
  checkRemarks(
    'also where a line that was cut makes their numbers too small',
    [
      `${quote.slice(0, 3).join('')}> @@ -20,3 +21,4 @@\n>  \tagain();\nA.\n>  \tagain();\nB.\n> +\tof();\n>  \tlate();\n`,
    ],
    ['net/x.c new 22 | again(); | A.', 'net/x.c new 24 | again(); | B.'],
  )
})

test('a reply of 20,000 quotes and remarks takes linear time', async () => {
  const body = Array.from({ length: 20_000 }, () => '> +\t\treturn ret;\nWhy?\n').join('')
  const started = performance.now()
  const [one] = await followups(body)
  expect(one?.remarks).toHaveLength(20_000)
  expect(performance.now() - started).toBeLessThan(5000)
})

function from(name: string, address: string, body = '', automatic = false) {
  return isBot({ from: { name, address }, body, automatic })
}

test('robots, and people who are none', () => {
  expect(from('kernel test robot', 'oliver.sang@intel.com')).toBe(true)
  expect(from('syzbot', 'syzbot+1f2e@syzkaller.appspotmail.com')).toBe(true)
  expect(from('', 'patchwork-bot+netdevbpf@kernel.org')).toBe(true)
  expect(from('tip-bot2 for Ann', 'tip-bot2@linutronix.de')).toBe(true)
  expect(from('sashiko', 'sashiko-bot@kernel.org')).toBe(true)
  expect(from('x', 'github-actions[bot]@users.noreply.github.com')).toBe(true)
  expect(from('Rob Herring', 'robh@kernel.org', 'On x:\n\nMy bot found errors running y')).toBe(
    true,
  )
  expect(from('Ann', 'ann@x.org', '', true)).toBe(true)
  expect(from('Rob Herring', 'robh@kernel.org', 'Acked-by: Rob')).toBe(false)
  expect(from('Jan Bot', 'jan.bot@x.org')).toBe(false)
  expect(from('Robot Fan', 'abbot@x.org', 'the robot says')).toBe(false)
  expect(from('Oliver Sang', 'oliver.sang@intel.com')).toBe(false)
})

/** "id parents Subject"; "{}" carries no patch. */
function envelopes(lines: readonly string[]): readonly Envelope[] {
  return lines.map((line) => {
    const [messageId = '', parents = '', ...rest] = line.split(' ')
    const references = parents === '-' ? [] : parents.split(',')
    return {
      messageId,
      inReplyTo: references.at(-1) ?? null,
      references,
      from: { name: '', address: 'ann@x.org' },
      date: null,
      subject: parseSubject(rest.filter((w) => w !== '{}').join(' ')),
      carriesPatch: !rest.includes('{}'),
      patchId: null,
      isCommit: false,
    }
  })
}

function checkReplies(name: string, lines: readonly string[], expected: readonly string[]) {
  test(name, () => {
    const mails = envelopes(lines)
    const shown = repliesOf(groupSeries(mails), mails).map((list) =>
      list.map((i) => mails[i]?.messageId).join(' '),
    )
    expect(shown).toEqual(expected)
  })
}

describe('replies to a series', () => {
  checkReplies(
    'direct, through others, and past a mail that is not there',
    ['a - [PATCH] x', 'b a Re: x {}', 'c a,b Re: x {}', 'd a,gone Re: x {}', 'e - talk {}'],
    ['b c d'],
  )
  checkReplies(
    'a series in reply is none, and has its own',
    ['a - [PATCH] x', 'b a [PATCH v2] x', 'c a,b Re: [PATCH v2] x {}', 'd a Re: x {}'],
    ['d', 'c'],
  )
  checkReplies(
    'a diff in a reply answers, and is answered',
    ['a - [PATCH] x', 'b a Re: [PATCH] x', 'c a,b Re: [PATCH] x {}'],
    ['b c', 'c'],
  )
  checkReplies('in a circle', ['a - [PATCH] x', 'b c Re: x {}', 'c b Re: x {}'], [''])
  test('a thread of 20,000 answers', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `m${i} m${i - 1} Re: x {}`)
    const mails = envelopes(['m-1 - [PATCH] x', ...lines.toReversed()])
    expect(repliesOf(groupSeries(mails), mails)[0]).toHaveLength(20_000)
  })
})
