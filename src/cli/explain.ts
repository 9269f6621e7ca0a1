import { openParser, type ParseC } from '../c/parser.ts'
import { mailsOfExample } from '../examples.ts'
import { memo, type Situation, situations } from '../facts/situation.ts'
import { readInbox } from '../inbox.ts'
import type { RawMail } from '../model.ts'
import type { Finding, Mending, Rule } from '../rulebook.ts'
import { openBreathing } from '../pool/breathe.ts'
import { escapeLine, escapeQuoted } from '../report/escape.ts'
import { word } from '../review/word.ts'
import { type CompiledRule, compileRules } from '../rules/compile.ts'
import { judge, type Step } from '../rules/judge.ts'
import { mend } from '../rules/mend.ts'
import { ruleErrors } from '../rules/read.ts'
import { whySilent } from '../rules/why-silent.ts'
import { type InputFlags, mailsOf, previousOf, rangeOf, treeOf } from './input.ts'
import { rulesNamed } from './rule-args.ts'
import type { ConfigFlags } from './settings.ts'

export interface ExplainFlags extends InputFlags, ConfigFlags {
  /** Name, or a part of it, of an example of the rule itself. */
  readonly example?: string
}

/** Prints how one rule judges each patch: each condition with its evidence, up to the first that failed. */
export async function runExplain(
  name: string,
  inputs: readonly string[],
  flags: ExplainFlags,
): Promise<number> {
  const [named, ...others] = await rulesNamed([name], flags)
  if (named === undefined || others.length > 0)
    throw new Error(`explain takes one rule, and "${name}" are ${others.length + 1}`)
  const { rule, set } = named
  const mails = mailsToExplain(rule, inputs, flags)
  const parse = await openParser(flags.limit)
  const compiled = compileRules({ ...set, rules: [rule] }, parse)
  if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))
  const tree = treeOf(flags, await rangeOf(inputs, flags))
  const inbox = await readInbox(mails, {
    quoted: 'auto',
    limits: flags.limit,
    previous: previousOf(flags),
    onMail: () => {},
    breathe: openBreathing(),
  })
  const perRun = memo()
  const seen = { patches: 0, speaking: 0, places: 0 }
  for (const posted of inbox.series) {
    for (const situation of situations(
      await posted.load('bounded'),
      tree,
      set.knowledge,
      parse,
      perRun,
    )) {
      seen.patches++
      for (const made of compiled.rules) {
        const places = explainPatch(made, situation, parse)
        seen.places += places
        if (places > 0) seen.speaking++
      }
    }
  }
  if (seen.patches > 1)
    print(`${seen.patches} patches: speaks in ${seen.speaking}, at ${seen.places} place(s)`)
  if (inbox.series.length > 0) return 0
  process.stderr.write('lorelint: no patch in the input: nothing to explain\n')
  return 2
}

function mailsToExplain(
  rule: Rule,
  inputs: readonly string[],
  flags: ExplainFlags,
): AsyncIterable<RawMail> {
  const { example } = flags
  if (example === undefined) {
    if (inputs.length > 0) return mailsOf(inputs, flags)
    throw new Error('explain needs an input, or --example with the name of an example of the rule')
  }
  if (inputs.length > 0) throw new Error('explain takes an input or --example, not both')
  const exact = rule.examples.filter(({ name }) => name === example)
  const found =
    exact.length > 0 ? exact : rule.examples.filter(({ name }) => name.includes(example))
  const [only] = found
  if (only !== undefined && found.length === 1) return mailsOfExample(only)
  const names = rule.examples.map(({ name }) => `  ${name}`).join('\n')
  throw new Error(`${rule.id} has ${found.length} examples like "${example}"; there are:\n${names}`)
}

function print(line: string): void {
  process.stdout.write(`${escapeLine(line)}\n`)
}

/** Prints one patch; how many places the rule speaks of. */
function explainPatch(made: CompiledRule, situation: Situation, parse: ParseC): number {
  const { patch } = situation
  const { rule } = made
  print(patch.message.subject.text)
  const verdict = judge(made, situation)
  const { steps, blind, gaveUp } = verdict
  const findings = mend(made, verdict, situation)
  for (const step of steps) {
    print(`  ${shown(step)}`)
    if (step.said !== 'no') continue
    for (const line of details(step, made, situation, parse)) print(`           ${line}`)
  }
  if (blind.length > 0)
    print(
      `  unknown  ${blind.length} changed line(s) of C could not be parsed; no rule looks there`,
    )
  if (gaveUp) print('  unknown  a file could not be parsed or matched to its end')
  for (const finding of findings) {
    print(`  at ${placeOf(finding)}: ${sentence(finding)}`)
    for (const line of fixShown(finding.mending)) process.stdout.write(`${line}\n`)
  }
  const last = steps.at(-1)
  const silent =
    last === undefined || last.said === 'yes' ? 'silent' : `silent: ${rule.file}:${last.line}`
  print(`  => ${findings.length === 0 ? silent : `speaks, ${findings.length} place(s)`}`)
  return findings.length
}

/** What the rule's fix makes of a place, or why nothing. */
function fixShown(mending: Mending | null): readonly string[] {
  if (mending === null) return []
  if (mending.kind === 'none') return [`  no       the fix: ${escapeLine(mending.why)}`]
  const lines = mending.diff.replace(/\n$/, '').split('\n')
  const done = '  yes      the fix: it applies, parses, and silences the rule'
  return [done, ...lines.map((line) => `             ${escapeQuoted(line)}`)]
}

/** Files and names shown of what may be hundreds. */
const MOST = 10

/** What the author of a rule asks next when a condition failed. */
function details(
  step: Step,
  made: CompiledRule,
  situation: Situation,
  parse: ParseC,
): readonly string[] {
  const { rule } = made
  const { files } = situation.patch
  const isPattern = step.line === (rule.query?.line ?? rule.pattern[0]?.line)
  const isScope = step.line === 1 && rule.files.length > 0
  if (isScope)
    return some(files.map((file) => `not in scope: ${file.newPath ?? file.oldPath ?? '?'}`))
  if (!isPattern) return []
  const why = whySilent(made, situation, parse).map(({ path, why: said }) => `${path}: ${said}`)
  return why.length === 0 ? ['the patch changes no file'] : some(why)
}

function some(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST
  return more > 0 ? [...lines.slice(0, MOST), `... and ${more} more file(s)`] : lines
}

function placeOf({ anchor }: Finding): string {
  if (anchor.kind === 'line') return `${anchor.path ?? 'a file'}:${anchor.line ?? '?'}`
  return anchor.kind === 'trailer' ? `${anchor.key}: ${anchor.value}` : `the ${anchor.kind}`
}

/** The first of what it would say, with the holes filled. */
function sentence(finding: Finding): string {
  const text = word(finding).replaceAll(/\s+/g, ' ')
  return text.length > 160 ? `${text.slice(0, 160)}...` : text
}

const MARK: Readonly<Record<Step['said'], string>> = {
  yes: 'yes    ',
  no: 'no     ',
  unknown: 'unknown',
}

function shown({ said, text, because, bindings }: Step): string {
  const bound = Object.entries(bindings).map(([hole, value]) => `$${hole} = ${value}`)
  const tail = bound.length > 0 ? `   [${bound.join(', ')}]` : ''
  return `${MARK[said]}  ${text}: ${because}${tail}`
}
