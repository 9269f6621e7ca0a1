import { headed, patch, type Shape, times } from './shape.ts'

const log = (text: string): string => headed('', `why\n\n${text}\n${patch()}`)
const reply = (text: string): string =>
  headed('In-Reply-To: <a@b>\n', `so\n${text}`).replace('[PATCH]', 'Re: [PATCH]')
const quoted = patch().replaceAll(/^/gm, '> ')
const judged = { patches: 1 } as const

/** Logs, quotes and trailers by the hundred thousand. */
export const textShapes: readonly Shape[] = [
  { name: '1,000,000 dashes', size: 1e6, make: (n) => log('-'.repeat(n)), ...judged },
  {
    name: '20,000 rule lines of dashes',
    size: 20_000,
    make: (n) => log(`${'-'.repeat(60)}\n`.repeat(n)),
    ...judged,
  },
  {
    name: '20,000 lines of "- -"',
    size: 20_000,
    make: (n) => log(`${'- -'.repeat(20)}\n`.repeat(n)),
    ...judged,
  },
  { name: '200,000 lines of "---"', size: 200_000, make: (n) => log('---\n'.repeat(n)), ...judged },
  {
    name: '200,000 signature marks',
    size: 200_000,
    make: (n) => headed('', patch() + '-- \n'.repeat(n)),
    ...judged,
  },
  { name: '50,000 scissors', size: 50_000, make: (n) => log('-- >8 --\n'.repeat(n)), ...judged },
  { name: 'a scissors line of 1 MB', size: 330_000, make: (n) => log('->8'.repeat(n)), ...judged },
  { name: '1,000,000 quote marks', size: 1e6, make: (n) => reply('>'.repeat(n)), patches: 0 },
  {
    name: '500,000 quote marks with blanks',
    size: 500_000,
    make: (n) => reply('> '.repeat(n)),
    patches: 0,
  },
  {
    name: '100,000 lines quoted 1 and 2 deep by turns',
    size: 100_000,
    make: (n) => reply(quoted + times(n, (i) => `${i % 2 === 0 ? '>' : '> >'} x\n`)),
    patches: 1,
  },
  {
    name: 'quotes 0 to 1,000 deep',
    size: 1000,
    make: (n) => reply(quoted + times(n, (i) => `${'> '.repeat(i)}x\n`)),
    patches: 1,
  },
  {
    name: 'patches quoted 1 to 300 deep',
    size: 300,
    make: (n) => reply(times(n, (i) => patch().replaceAll(/^/gm, '> '.repeat(i + 1)))),
    patches: 1,
    limit: 'quoted-twice',
  },
  {
    name: '10,000 patches quoted',
    size: 10_000,
    make: (n) => reply(quoted.repeat(n)),
    patches: 1,
    limit: 'too-many-files',
    files: null,
  },
  {
    name: '100,000 attributions',
    size: 100_000,
    make: (n) => reply(`${'On Mon, A <a@b> wrote:\n'.repeat(n)}${quoted}`),
    patches: 1,
  },
  {
    name: '100,000 trailers',
    size: 100_000,
    make: (n) => headed('', patch().replace('Cc:', `${times(n, (i) => `Cc: ${i} <${i}@x>\n`)}Cc:`)),
    ...judged,
  },
  {
    name: '100,000 continued trailers',
    size: 100_000,
    make: (n) => headed('', patch().replace('---\n', `${' and\n'.repeat(n)}---\n`)),
    ...judged,
  },
  {
    name: '100,000 blank lines',
    size: 100_000,
    make: (n) => log(`a${'\n'.repeat(n)}b`),
    ...judged,
  },
  {
    name: '30,000 Fixes',
    size: 30_000,
    make: (n) =>
      headed('', patch().replace('Cc:', `${'Fixes: 123456789012 ("a")\n'.repeat(n)}Cc:`)),
    ...judged,
  },
  {
    name: '100,000 in-body From:',
    size: 100_000,
    make: (n) => headed('', 'From: A <a@b>\n'.repeat(n) + patch()),
    ...judged,
  },
  {
    name: '1,000,000 blanks in the log',
    size: 1e6,
    make: (n) => log(`a${' '.repeat(n)}b`),
    ...judged,
  },
  {
    name: '1,000,000 tabs in the log',
    size: 1e6,
    make: (n) => log(`a${'\t'.repeat(n)}b`),
    ...judged,
  },
  {
    name: '500,000 brackets in the log',
    size: 500_000,
    make: (n) => log('['.repeat(n)),
    ...judged,
  },
  {
    name: '40,000 URLs',
    size: 40_000,
    make: (n) => log('https://a.b/c?d=e '.repeat(n)),
    ...judged,
  },
  {
    name: '250,000 right-to-left marks',
    size: 250_000,
    make: (n) => log('\u202e'.repeat(n)),
    ...judged,
  },
  {
    name: '30,000 foreign letters in code',
    size: 30_000,
    make: (n) => headed('', patch(`@@ -1 +1 @@\n-a;\n+${'\u0430a'.repeat(n)};\n`)),
    ...judged,
  },
  {
    name: '400,000 combining marks',
    size: 400_000,
    make: (n) => log(`a${'\u0301'.repeat(n)}`),
    ...judged,
  },
  {
    name: 'format=flowed, 200,000 soft breaks',
    size: 200_000,
    make: (n) =>
      headed(
        'Content-Type: text/plain; format=flowed; delsp=yes\n',
        `${'x \n'.repeat(n)}${patch()}`,
      ),
    ...judged,
  },
  {
    name: 'a pull request of 50,000 lines',
    size: 50_000,
    make: (n) =>
      headed(
        '',
        `are available in the Git repository at:\n\n${'  https://git.kernel.org/x y\n'.repeat(n)}`,
      ),
    patches: 0,
  },
  {
    name: 'a line of 2 MB',
    size: 2_000_000,
    make: (n) => log(`a\n${'b'.repeat(n)}`),
    patches: 0,
    limit: 'line-too-long',
  },
]
