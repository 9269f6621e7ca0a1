import pc from 'picocolors'
import type { ExampleResult, Placed } from '../examples.ts'
import { escapeHidden, escapeLine } from '../report/escape.ts'

/** Quoted lines shown above and below a comment that differs. */
const ABOVE = 3
const BELOW = 2

/**
 * What differs between the review an example expects (`-`) and the one that was said (`+`), among the quoted
 * lines around: first a line for each that is Noisy or Missing, then the diff.
 */
export function exampleDiff(result: ExampleResult, colour: boolean): string {
  const c = pc.createColors(colour)
  const { noisy, missing, problems, quoted } = result
  const told = (word: string, { under }: Placed): string =>
    `  ${c.bold(word)}, under "${escapeHidden(under)}"`
  const lines = [
    ...noisy.map((comment) => told('Noisy', comment)),
    ...missing.map((comment) => told('Missing', comment)),
    ...problems.map((problem) => `  the reader says: ${escapeLine(problem)}`),
  ]
  if (noisy.length + missing.length === 0) return lines.map((line) => `${line}\n`).join('')
  lines.push(`  ${c.red('--- expected')}`, `  ${c.green('+++ said')}`)
  const places = new Set([...noisy, ...missing].map(({ at }) => at))
  let last = -1
  for (const [at, text] of quoted.entries()) {
    if (!near(at, places)) continue
    if (last !== -1 && at > last + 1) lines.push(c.dim('    ...'))
    last = at
    lines.push(`    ${c.dim(`> ${escapeHidden(text)}`.trimEnd())}`)
    for (const comment of missing.filter((other) => other.at === at))
      lines.push(...block(comment).map((line) => c.red(`  - ${line}`.trimEnd())))
    for (const comment of noisy.filter((other) => other.at === at))
      lines.push(...block(comment).map((line) => c.green(`  + ${line}`.trimEnd())))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function near(at: number, places: ReadonlySet<number>): boolean {
  for (let other = at - BELOW; other <= at + ABOVE; other++) if (places.has(other)) return true
  return false
}

/** Both sides are filled alike, so that only words differ. */
function block({ text }: Placed): readonly string[] {
  return escapeHidden(text)
    .split(/\n\s*\n/)
    .flatMap((paragraph, i) => [...(i === 0 ? [] : ['']), ...filled(paragraph)])
}

function filled(paragraph: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > 96) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}
