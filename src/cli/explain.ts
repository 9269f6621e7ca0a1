import { openParser } from '../c/parser.ts'
import { memo, situations } from '../facts/situation.ts'
import { readInbox } from '../inbox.ts'
import { escapeLine } from '../report/escape.ts'
import { compileRules } from '../rules/compile.ts'
import { judge, type Step } from '../rules/judge.ts'
import { ruleErrors } from '../rules/read.ts'
import { openBreathing } from '../pool/breathe.ts'
import { type InputFlags, mailsOf, previousOf, rulesOf, treeOf } from './input.ts'

/** Prints how one rule judges each patch: each condition with its evidence, up to the first that failed. */
export async function runExplain(
  id: string,
  inputs: readonly string[],
  flags: InputFlags,
): Promise<number> {
  const set = rulesOf(flags)
  const rules = set.rules.filter((rule) => rule.id === id)
  if (rules.length === 0) throw new Error(`no rule "${id}"; lorelint rules lists them`)
  const parse = await openParser(flags.limit)
  const compiled = compileRules({ ...set, rules }, parse)
  if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))
  const tree = treeOf(flags)
  const inbox = await readInbox(mailsOf(inputs, flags), {
    quoted: 'auto',
    limits: flags.limit,
    previous: previousOf(flags),
    onMail: () => {},
    breathe: openBreathing(),
  })
  const perRun = memo()
  for (const posted of inbox.series) {
    for (const situation of situations(
      await posted.load('bounded'),
      tree,
      set.knowledge,
      parse,
      perRun,
    )) {
      process.stdout.write(`${escapeLine(situation.patch.message.subject.text)}\n`)
      for (const rule of compiled.rules) {
        const verdict = judge(rule, situation)
        for (const step of verdict.steps) process.stdout.write(`  ${shown(step)}\n`)
        process.stdout.write(
          `  => ${verdict.findings.length === 0 ? 'silent' : `speaks, ${verdict.findings.length} place(s)`}\n`,
        )
      }
    }
  }
  if (inbox.series.length > 0) return 0
  process.stderr.write('lorelint: no patch in the input: nothing to explain\n')
  return 2
}

const MARK: Readonly<Record<Step['said'], string>> = {
  yes: 'yes    ',
  no: 'no     ',
  unknown: 'unknown',
}

function shown({ said, text, because, bindings }: Step): string {
  const bound = Object.entries(bindings).map(([hole, value]) => `$${hole} = ${value}`)
  const tail = bound.length > 0 ? `   [${bound.join(', ')}]` : ''
  return escapeLine(`${MARK[said]}  ${text}: ${because}${tail}`)
}
