import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Pack } from '../model.ts'
import { tryRule } from '../examples.ts'
import { packOf } from '../rules/load.ts'
import { readPack } from '../rules/pack.ts'
import { readRule, ruleErrors } from '../rules/read.ts'
import type { RulesFlags } from './input.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'

export async function runTry(
  files: readonly string[],
  flags: RulesFlags & ConfigFlags,
): Promise<number> {
  const { set } = await settingsOf(flags)
  let bad = 0
  for (const file of files) {
    const id = `${basename(dirname(file))}/${basename(file, '.md')}`
    const pack = packBeside(file) ?? set.packs.get(packOf(id)) ?? null
    const read = readRule(id, file, readText(file), set.knowledge, pack)
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

/** A rule may be tried before its folder is given with --rules. */
function packBeside(rule: string): Pack | null {
  const file = join(dirname(rule), 'PACK.md')
  if (!existsSync(file)) return null
  const read = readPack(basename(dirname(rule)), file, readText(file))
  if ('errors' in read) throw new Error(ruleErrors(read.errors))
  return read.pack
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`cannot read ${file}: no such rule file`, { cause })
  }
}
