import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { tryRule } from '../examples.ts'
import { readRule, ruleErrors } from '../rules/read.ts'
import { type RulesFlags, rulesOf } from './input.ts'

export async function runTry(files: readonly string[], flags: RulesFlags): Promise<number> {
  const set = rulesOf(flags)
  let bad = 0
  for (const file of files) {
    const id = `${basename(dirname(file))}/${basename(file, '.md')}`
    const read = readRule(id, file, readText(file), set.knowledge)
    if ('errors' in read) throw new Error(ruleErrors(read.errors))
    if (read.rule.examples.length === 0)
      throw new Error(`${file}: no examples; a rule without them cannot be tried`)
    for (const { name, line, noisy, missing, problems } of await tryRule(read.rule, set)) {
      const ok = noisy.length + missing.length + problems.length === 0
      if (!ok) bad++
      process.stdout.write(`${ok ? 'ok     ' : 'FAILED '} ${file}:${line}: ${name}\n`)
      for (const { under, text } of noisy)
        process.stdout.write(`  Noisy, under "${under}":\n    ${text.replaceAll('\n', '\n    ')}\n`)
      for (const { under, text } of missing)
        process.stdout.write(
          `  Missing, under "${under}":\n    ${text.replaceAll('\n', '\n    ')}\n`,
        )
      for (const problem of problems) process.stdout.write(`  the reader says: ${problem}\n`)
    }
  }
  return bad === 0 ? 0 : 1
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`cannot read ${file}: no such rule file`, { cause })
  }
}
