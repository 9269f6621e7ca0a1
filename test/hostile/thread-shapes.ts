import { patch, type Shape, times } from './shape.ts'

const FROM = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n'

function mail(id: string | number, title: string, header = '', body = patch()): string {
  return `${FROM}From: A Developer <dev@example.org>\nMessage-ID: <${id}@x>\nSubject: ${title}\n${header}\n${body}\n`
}

const answers = (id: string | number): string => `In-Reply-To: <${id}@x>\n`

/** Many mails, and what they say about each other. */
export const threadShapes: readonly Shape[] = [
  { name: '100,000 "From " lines', size: 100_000, make: (n) => FROM.repeat(n), patches: 0 },
  {
    name: '100,000 "From " lines in one mail',
    size: 100_000,
    make: (n) => mail(1, '[PATCH] x', '', 'From me to you\n'.repeat(n) + patch()),
    patches: 1,
  },
  {
    name: '100,000 mails without a body',
    size: 100_000,
    make: (n) => times(n, (i) => mail(i, '[PATCH] x', '', '')),
    patches: 0,
    seconds: 15,
  },
  {
    name: '100,000 mails of one header line',
    size: 100_000,
    make: (n) => `${FROM}X: y\n\n`.repeat(n),
    patches: 0,
    seconds: 15,
  },
  {
    name: 'two mails that answer each other',
    size: 1,
    make: () => mail('a', '[PATCH v2] x', answers('b')) + mail('b', '[PATCH] x', answers('a')),
    patches: 2,
  },
  {
    name: 'a mail that answers itself',
    size: 1,
    make: () => mail('a', '[PATCH] x', `${answers('a')}References: <a@x> <a@x>\n`),
    patches: 1,
  },
  {
    name: '1,000 mails in a circle',
    size: 1000,
    make: (n) => times(n, (i) => mail(i, `[PATCH v${i + 2}] x`, answers((i + 1) % n))),
    patches: 1000,
  },
  {
    name: '2,000 mails with one Message-ID and different patches',
    size: 2000,
    make: (n) => times(n, (i) => mail('a', `[PATCH] x${i}`, '', patch().replace('+b', `+b${i}`))),
    patches: 2000,
    seconds: 5,
    files: null,
  },
  {
    name: '10,000 mails with one Message-ID and different talk',
    size: 10_000,
    make: (n) => times(n, (i) => mail('a', `Re: x${i}`, '', `> +y\n${i}\n`)),
    patches: 0,
    seconds: 5,
  },
  {
    name: '10,000 copies of one mail',
    size: 10_000,
    make: (n) => mail('a', '[PATCH] x').repeat(n),
    patches: 1,
    seconds: 8,
  },
  {
    name: '50,000 answers in a chain',
    size: 50_000,
    make: (n) =>
      mail(0, '[PATCH] x') +
      times(n, (i) => mail(i + 1, 'Re: [PATCH] x', answers(i), '> +b;\nno\n')),
    patches: 1,
    seconds: 15,
  },
  {
    name: '10,000 answers to one mail',
    size: 10_000,
    make: (n) =>
      mail(0, '[PATCH] x') +
      times(n, (i) => mail(i + 1, 'Re: [PATCH] x', answers(0), '> +b;\nno\n')),
    patches: 1,
    seconds: 5,
  },
  {
    name: '10,000 answers, backwards',
    size: 10_000,
    make: (n) =>
      times(n, (i) => mail(n - i, 'Re: [PATCH] x', answers(n - i - 1), 'no\n')) +
      mail(0, '[PATCH] x'),
    patches: 1,
    seconds: 5,
  },
  {
    name: 'a series of 1,000 of which ten are there',
    size: 10,
    make: (n) => times(n, (i) => mail(i, `[PATCH ${i * 97 + 1}/1000] x`)),
    patches: 10,
  },
  {
    name: '500 revisions of one patch',
    size: 500,
    make: (n) => times(n, (i) => mail(i, `[PATCH v${i + 1}] x`, i === 0 ? '' : answers(0))),
    patches: 500,
  },
  {
    name: '500 patches with one counter',
    size: 500,
    make: (n) => times(n, (i) => mail(i, `[PATCH 1/2] x${i}`, answers('none'))),
    patches: 500,
  },
  {
    name: 'a series of 500',
    size: 500,
    make: (n) => times(n, (i) => mail(i, `[PATCH ${i + 1}/${n}] x${i}`, i === 0 ? '' : answers(0))),
    patches: 500,
  },
]
