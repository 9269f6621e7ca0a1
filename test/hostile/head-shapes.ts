import { headed, patch, type Shape, subject, times } from './shape.ts'

const tooLarge = { patches: 0, limit: 'head-too-large' } as const

/** Header blocks beyond the limit are not read, and that is told. */
const floods: readonly Shape[] = [
  { name: '1,000,000 headers', size: 1e6, make: (n) => headed('X: y\n'.repeat(n)), ...tooLarge },
  {
    name: 'a header of 1 MB',
    size: 1e6,
    make: (n) => headed(`X: ${'y'.repeat(n)}\n`),
    ...tooLarge,
  },
  {
    name: '100,000 Received',
    size: 100_000,
    make: (n) => headed('Received: from a by b; Mon, 2 Mar 2026 09:15:00 +0100\n'.repeat(n)),
    ...tooLarge,
  },
  {
    name: '100,000 References',
    size: 100_000,
    make: (n) => headed(`References:${times(n, (i) => `\n <${i}@x>`)}\n`),
    ...tooLarge,
  },
  {
    name: 'a header folded 100,000 times',
    size: 100_000,
    make: (n) => headed(`X: y${'\n y'.repeat(n)}\n`),
    ...tooLarge,
  },
  { name: 'a Subject of 1 MB', size: 1e6, make: (n) => subject('x'.repeat(n)), ...tooLarge },
  { name: '100,000 "Re:"', size: 100_000, make: (n) => subject('Re: '.repeat(n)), ...tooLarge },
  {
    name: '100,000 encoded words',
    size: 100_000,
    make: (n) => subject('=?utf-8?q?x?= '.repeat(n)),
    ...tooLarge,
  },
  {
    name: '100,000 addresses',
    size: 100_000,
    make: (n) => headed(`Cc: ${times(n, (i) => `"a, b" (c (d)) <${i}@x>,\n `)}e@f\n`),
    ...tooLarge,
  },
  {
    name: 'a Message-ID of 1 MB',
    size: 1e6,
    make: (n) => `From: a@b\nMessage-ID: <${'x'.repeat(n)}>\nSubject: [PATCH] x\n\n${patch()}`,
    ...tooLarge,
  },
]

/** As much as a header block may hold: these are read. */
const full: readonly Shape[] = [
  { name: '20,000 headers', size: 20_000, make: (n) => headed('X: y\n'.repeat(n)), patches: 1 },
  {
    name: '5,000 References',
    size: 5000,
    make: (n) => headed(`References:${times(n, (i) => `\n <${i}@x>`)}\n`),
    patches: 1,
  },
  {
    name: 'a header folded 30,000 times',
    size: 30_000,
    make: (n) => headed(`X: y${'\n y'.repeat(n)}\n`),
    patches: 1,
  },
  {
    name: '20,000 "Re:"',
    size: 20_000,
    make: (n) => subject('Re: '.repeat(n) + '[PATCH] x'),
    patches: 1,
  },
  {
    name: '50,000 "["',
    size: 50_000,
    make: (n) => subject(`[PATCH] ${'['.repeat(n)}`),
    patches: 1,
  },
  {
    name: '20,000 "[x]"',
    size: 20_000,
    make: (n) => subject(`${'[x]'.repeat(n)} [PATCH] y`),
    patches: 1,
  },
  {
    name: '90,000 blanks',
    size: 90_000,
    make: (n) => subject(`[PATCH]${' '.repeat(n)}x`),
    patches: 1,
  },
  {
    name: '45,000 colons',
    size: 45_000,
    make: (n) => subject(`[PATCH] ${'a:'.repeat(n)}`),
    patches: 1,
  },
  {
    name: '6,000 encoded words',
    size: 6000,
    make: (n) => subject(`[PATCH] ${'=?utf-8?q?x?= '.repeat(n)}`),
    patches: 1,
  },
  {
    name: '30,000 encoded words that do not end',
    size: 30_000,
    make: (n) => subject(`[PATCH] ${'=?'.repeat(n)}`),
    patches: 1,
  },
  {
    name: '3,000 addresses with comments and quotes',
    size: 3000,
    make: (n) => headed(`Cc: ${times(n, (i) => `"a, b" (c (d)) <${i}@x>,\n `)}e@f\n`),
    patches: 1,
  },
  {
    name: 'an address with 40,000 nested comments',
    size: 40_000,
    make: (n) => headed(`Cc: ${'('.repeat(n)}a@b${')'.repeat(n)}\n`),
    patches: 1,
  },
  {
    name: 'an address with 90,000 open quotes',
    size: 90_000,
    make: (n) => headed(`To: ${'"'.repeat(n)}\n`),
    patches: 1,
  },
  {
    name: 'a From: of 40,000 groups',
    size: 40_000,
    make: (n) => `From: ${'a:'.repeat(n)} b@c\nSubject: [PATCH] x\n\n${patch()}`,
    patches: 1,
  },
  {
    name: 'a header without a colon',
    size: 1,
    make: () => headed('no colon here\n'),
    patches: 1,
    tells: ['header-broken'],
  },
  {
    name: 'a counter of 1/4294967295',
    size: 1,
    make: () => subject('[PATCH 1/4294967295] x'),
    patches: 1,
  },
  {
    name: 'a counter of 4294967295/1, v99999999999999999999',
    size: 1,
    make: () => subject('[PATCH v99999999999999999999 4294967295/1] x'),
    patches: 1,
  },
  {
    name: 'a Date in the year 999999',
    size: 1,
    make: () => headed('Date: Mon, 2 Mar 999999 09:15:00 +9999\n'),
    patches: 1,
  },
]

export const headShapes: readonly Shape[] = [...floods, ...full]
