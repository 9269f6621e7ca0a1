import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ISOMORPHISMS } from '../src/c/isomorphisms.ts'

const page = fileURLToPath(new URL('../docs/patterns.md', import.meta.url))

/** The table as the page shows it: each example as one line. */
function table(): string {
  const cell = (text: string): string =>
    `\`${text.replace(/^[+ ]/gm, '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()}\``
  const rows = ISOMORPHISMS.map(
    ({ name, example: { pattern, code, other } }) =>
      `| ${name} | ${cell(pattern)} | ${cell(code)} | ${cell(other)} |`,
  )
  return ['| | a pattern | matches too | does not match |', '|---|---|---|---|', ...rows].join('\n')
}

test('the page lists every isomorphism', () => {
  const text = readFileSync(page, 'utf8')
  const current = text.replace(
    /(<!-- isomorphisms: [^\n]* -->\n)[^]*?(<!-- end -->)/,
    (_, open: string, close: string) => `${open}\n${table()}\n\n${close}`,
  )
  if (process.env['UPDATE'] !== undefined) writeFileSync(page, current)
  expect(readFileSync(page, 'utf8')).toBe(current)
})
