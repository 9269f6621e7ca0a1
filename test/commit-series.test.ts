import { expect, test } from 'vitest'
import { readInbox } from '../src/inbox.ts'
import { LIMITS } from '../src/limits.ts'
import type { RawMail } from '../src/model.ts'

/**
 * A commit as git format-patch writes it: "1/3 ann 2019", one of a pull request: "pull 1/3 ann 2019", or a mail
 * that was sent: "sent 1/3 ann 2019".
 */
function written(line: string, at: number): string {
  const sent = line.startsWith('sent ')
  const [counter = '', author = '', year = ''] = line.replace(/^(?:sent|pull) /, '').split(' ')
  const mark = `From ${String(at + 1).padStart(40, '0')} Mon Sep 17 00:00:00 2001\n`
  const above = at === 0 ? '' : 'In-Reply-To: <0@example.org>\n'
  const id = sent || line.startsWith('pull ') ? `Message-ID: <${at}@example.org>\n` : ''
  return [
    `${sent ? '' : mark}${id}${line.startsWith('pull ') ? above : ''}From: ${author} <${author}@example.org>`,
    `Date: Tue, 1 Jan ${year} 10:00:00 +0000`,
    `Subject: [PATCH ${counter}] lamp: step ${at + 1}`,
    '',
    'Because it is dark.',
    '---',
    'diff --git a/lamp.c b/lamp.c',
    '--- a/lamp.c',
    '+++ b/lamp.c',
    '@@ -1 +1 @@',
    `-int a = ${at};`,
    `+int a = ${at + 1};`,
    '',
  ].join('\n')
}

async function* mailsOf(lines: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const [at, line] of lines.entries()) {
    const bytes = Buffer.from(written(line, at))
    yield { origin: `${at}`, bytes, reload: async () => bytes }
  }
}

/** Each series as its patches, by their place in the input: "1 2 of 2". */
function check(name: string, lines: readonly string[], expected: readonly string[]): void {
  test(name, async () => {
    const { series } = await readInbox(mailsOf(lines), {
      quoted: 'auto',
      limits: LIMITS,
      onMail: () => {},
      breathe: async () => {},
    })
    const shown: string[] = []
    for (const posted of series) {
      const { patches, expected: whole } = await posted.load()
      const titles = patches.map(({ text }) => text.title.replace('lamp: step ', ''))
      shown.push(`${titles.join(' ')} of ${whole}`)
    }
    expect(shown).toEqual(expected)
  })
}

check(
  'commits of a range are one series, whoever wrote them and when',
  ['1/3 ann 2019', '2/3 bob 2025', '3/3 ann 2024'],
  ['1 2 3 of 3'],
)
check(
  'a commit between them was left out',
  ['1/4 ann 2019', '3/4 bob 2025', '4/4 ann 2024'],
  ['1 2 3 of 4'],
)
check(
  'two ranges one after the other are two series',
  ['1/2 ann 2019', '2/2 bob 2025', '1/2 bob 2019', '2/2 ann 2025'],
  ['1 2 of 2', '3 4 of 2'],
)
check(
  'ranges of another length are two series',
  ['1/3 ann 2019', '2/4 bob 2025'],
  ['1 of 3', '2 of 4'],
)
check(
  'mails that were sent are parted by their authors',
  ['sent 1/2 ann 2025', 'sent 2/2 bob 2025'],
  ['1 of 2', '2 of 2'],
)
check(
  'a mail that was sent is no commit of a range',
  ['1/2 ann 2025', 'sent 2/2 bob 2025'],
  ['1 of 2', '2 of 2'],
)
check('a pull request is one series', ['pull 1/2 ann 2019', 'pull 2/2 bob 2025'], ['1 2 of 2'])
