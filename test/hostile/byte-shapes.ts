import { gzipSync } from 'node:zlib'
import { adding, headed, patch, type Shape, times } from './shape.ts'
import { chance } from '../mutants/random.ts'

const mail = headed('')
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const swapped = (text: string): Buffer => utf16(text).swap16()
const utf32 = (text: string): Buffer =>
  Buffer.from(times(text.length, (i) => `${text.charAt(i)}\0\0\0`))
const bom32 = Buffer.from([0xff, 0xfe, 0, 0])
const encoded = (encoding: string, body: string): string =>
  headed(`Content-Transfer-Encoding: ${encoding}\n`, body)
const base64 = Buffer.from(patch()).toString('base64')

function noise(size: number): Buffer {
  const luck = chance(1, size)
  return Buffer.from(Array.from({ length: size }, () => luck.below(256)))
}

const no = { size: 1, patches: 0 } as const
const yes = { size: 1, patches: 1 } as const

/** The wrong bytes, charset or encoding. */
export const byteShapes: readonly Shape[] = [
  { name: 'an empty file', make: () => '', ...no },
  { name: 'one byte', make: () => 'x', ...no },
  { name: 'one line feed', make: () => '\n', ...no },
  { name: 'one NUL', make: () => '\0', ...no },
  { name: 'only a BOM', make: () => '\ufeff', ...no },
  { name: 'only half a BOM', make: () => Buffer.from([0xff]), ...no },
  { name: 'only a UTF-16 BOM', make: () => Buffer.from([0xff, 0xfe]), ...no },
  { name: 'a gz file', make: () => gzipSync(mail), ...no },
  {
    name: 'a gz file named a patch',
    make: () => Buffer.concat([Buffer.from('From: x\n\n'), gzipSync(mail)]),
    ...no,
  },
  { name: 'a megabyte of chance', make: noise, size: 1_000_000, patches: 0 },
  { name: 'a megabyte of NUL', make: (n) => '\0'.repeat(n), size: 1_000_000, patches: 0 },
  {
    name: 'a NUL behind each byte',
    make: () => mail.replaceAll(/[^]/g, '$&\0'),
    ...no,
    tells: ['nul-bytes'],
  },
  {
    name: 'NUL in the diff',
    make: () => adding('a\0b;'),
    ...yes,
    tells: ['nul-bytes'],
    files: 'lib/x.c +1 -0',
  },
  { name: 'NUL between all lines', make: () => mail.replaceAll('\n', '\n\0'), ...no },
  { name: 'lone CR', make: () => mail.replaceAll('\n', '\r'), ...yes, tells: ['cr-line-ends'] },
  {
    name: 'CR CR LF',
    make: () => mail.replaceAll('\n', '\r\r\n'),
    ...yes,
    patches: 1,
    tells: ['header-broken'],
  },
  {
    name: 'CR LF and LF by turns',
    make: () =>
      mail
        .split('\n')
        .map((line, i) => line + (i % 2 === 0 ? '\r\n' : '\n'))
        .join(''),
    ...yes,
  },
  { name: '1,000,000 CR', make: (n) => headed('', `x\n${'\r'.repeat(n)}`), size: 1e6, patches: 0 },
  { name: '1,000,000 CR LF', make: (n) => headed('', '\r\n'.repeat(n)), size: 1e6, patches: 0 },
  { name: 'UTF-8 with BOM', make: () => `\ufeff${mail}`, ...yes },
  { name: 'UTF-16 LE with BOM', make: () => utf16(`\ufeff${mail}`), ...yes, tells: ['utf-16'] },
  { name: 'UTF-16 BE with BOM', make: () => swapped(`\ufeff${mail}`), ...yes, tells: ['utf-16'] },
  { name: 'UTF-16 LE without BOM', make: () => utf16(mail), ...no, tells: ['nul-bytes'] },
  { name: 'UTF-16 BE without BOM', make: () => swapped(mail), ...no, tells: ['nul-bytes'] },
  {
    name: 'UTF-16 that ends in half a character',
    make: () => utf16(`\ufeff${mail}`).subarray(0, -1),
    ...yes,
    files: null,
    limit: 'patch-corrupt',
  },
  { name: 'UTF-32 with BOM', make: () => Buffer.concat([bom32, utf32(mail)]), ...no },
  { name: 'UTF-32 without BOM', make: () => utf32(mail), ...no },
  {
    name: 'UTF-7',
    make: () => headed('Content-Type: text/plain; charset=utf-7\n', patch().replaceAll('+', '+-')),
    ...yes,
    tells: ['charset-unknown'],
    files: null,
    limit: 'patch-corrupt',
  },
  {
    name: 'a charset that nobody knows',
    make: () => headed('Content-Type: text/plain; charset=y\n'),
    ...yes,
    tells: ['charset-unknown'],
  },
  {
    name: 'base64 without its padding',
    make: () => encoded('base64', base64.replaceAll('=', '')),
    ...yes,
  },
  {
    name: 'base64 with garbage in between',
    make: () => encoded('base64', base64.replaceAll(/.{60}/g, '$&\n*!\u00e9\n')),
    ...yes,
    tells: ['base64-damaged'],
    files: null,
    limit: 'patch-corrupt',
  },
  {
    name: 'base64 that is plain text',
    make: () => encoded('base64', patch()),
    ...yes,
    tells: ['base64-damaged'],
  },
  { name: 'base64 cut in the middle', make: () => encoded('base64', base64.slice(0, 101)), ...no },
  {
    name: 'base64 of 10 MB in one line',
    make: (n) => encoded('base64', `QUFB\n${'QUFB'.repeat(n)}`),
    size: 2_500_000,
    patches: 0,
    limit: 'line-too-long',
  },
  {
    name: 'quoted-printable with a lone =',
    make: () => encoded('quoted-printable', `a = b\n${patch()}=`),
    ...yes,
  },
  {
    name: 'quoted-printable with =ZZ',
    make: () => encoded('quoted-printable', `=ZZ\n${patch()}`),
    ...yes,
  },
  {
    name: 'a soft break at the end',
    make: () => encoded('quoted-printable', `${patch()}=\n`),
    ...yes,
  },
  {
    name: '1,000,000 soft breaks',
    make: (n) => encoded('quoted-printable', '=\n'.repeat(n) + patch()),
    size: 1e6,
    patches: 1,
  },
  {
    name: '1,000,000 times "="',
    make: (n) => encoded('quoted-printable', `x\n${'='.repeat(n)}\n${patch()}`),
    size: 1e6,
    patches: 1,
  },
  { name: 'an encoding that nobody knows', make: () => encoded('x-uuencode', patch()), ...yes },
  {
    name: 'a first line of the body that is longer than a header block may be',
    make: (n) => headed('', `${'x'.repeat(n)}\n${patch()}`),
    size: 110_000,
    patches: 1,
  },
]
