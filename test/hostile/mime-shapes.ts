import { headed, patch, type Shape, times } from './shape.ts'

const mixed = (boundary: string, body: string): string =>
  headed(`MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n`, body)
const text = 'Content-Type: text/plain\n\n'

export const mimeShapes: readonly Shape[] = [
  {
    name: 'multiparts in multiparts, 10,000 deep',
    size: 10_000,
    make: (n) =>
      mixed(
        'b',
        times(
          n,
          (i) => `--b${i === 0 ? '' : i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`,
        ),
      ),
    patches: 0,
    limit: 'mime-depth',
  },
  {
    name: 'a patch below multiparts 10,000 deep',
    size: 10_000,
    make: (n) =>
      mixed(
        'b0',
        `${times(n, (i) => `--b${i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`)}--b${n}\n${text}${patch()}`,
      ),
    patches: 0,
    limit: 'mime-depth',
  },
  {
    name: 'a boundary that does not end',
    size: 10_000,
    make: (n) => mixed('b', `--b\n${text}${patch()}${times(n, () => 'more\n')}`),
    patches: 1,
  },
  {
    name: 'a boundary that never begins',
    size: 10_000,
    make: (n) =>
      mixed(
        'b',
        times(n, () => patch()),
      ),
    patches: 0,
  },
  {
    name: 'a multipart that names no boundary is text, as for git',
    size: 1,
    make: () => headed('Content-Type: multipart/mixed\n', patch()),
    patches: 1,
  },
  {
    name: '100,000 parts',
    size: 100_000,
    make: (n) =>
      mixed(
        'b',
        times(n, () => `--b\n${text}x\n`),
      ),
    patches: 0,
    limit: 'mime-parts',
  },
  {
    name: 'a patch behind 100,000 parts',
    size: 100_000,
    make: (n) => mixed('b', `${times(n, () => `--b\n${text}x\n`)}--b\n${text}${patch()}--b--\n`),
    patches: 0,
    limit: 'mime-parts',
  },
  {
    name: 'a boundary of 10 kB',
    size: 10_000,
    make: (n) =>
      mixed('b'.repeat(n), `--${'b'.repeat(n)}\n${text}${patch()}--${'b'.repeat(n)}--\n`),
    patches: 1,
  },
  {
    name: 'a boundary that begins as another does',
    size: 1000,
    make: (n) =>
      mixed(
        'b',
        `--b\nContent-Type: multipart/mixed; boundary="bb"\n\n--bb\n${text}${patch()}--bb--\n${times(n, () => `--b\n${text}x\n`).slice(0, 10_000)}--b--\n`,
      ),
    patches: 1,
  },
  {
    name: 'mails in mails, 1,000 deep',
    size: 1000,
    make: (n) => `${times(n, () => headed('Content-Type: message/rfc822\n', ''))}${headed('')}`,
    patches: 1,
  },
  {
    name: 'mails in multiparts in mails, 1,000 deep',
    size: 1000,
    make: (n) =>
      times(n, (i) => mixed(`b${i}`, `--b${i}\nContent-Type: message/rfc822\n\n`)) + headed(''),
    patches: 0,
  },
  {
    name: '900 parts of unknown types',
    size: 900,
    make: (n) =>
      mixed(
        'b',
        `${times(n, (i) => `--b\nContent-Type: x/${i}\n\nx\n`)}--b\n${text}${patch()}--b--\n`,
      ),
    patches: 1,
    tells: ['part-left-out'],
  },
  {
    name: 'a Content-Type of 8,000 parameters',
    size: 8000,
    make: (n) => headed(`Content-Type: text/plain; ${times(n, (i) => `a${i}=b; `)}charset=utf-8\n`),
    patches: 1,
  },
  {
    name: 'HTML nested 20,000 deep',
    size: 20_000,
    make: (n) => headed('Content-Type: text/html\n', `${'<div>'.repeat(n)}${patch()}`),
    patches: 0,
    tells: ['html-only'],
  },
  {
    name: 'HTML of 90,000 open angles',
    size: 90_000,
    make: (n) => headed('Content-Type: text/html\n', '<'.repeat(n) + patch()),
    patches: 0,
    tells: ['html-only'],
  },
]
