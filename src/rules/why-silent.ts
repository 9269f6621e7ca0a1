import { HOLE } from '../c/holes.ts'
import type { FileDiff, Sign } from '../model.ts'
import type { Knowledge, PatternLine, Rule } from '../rulebook.ts'
import type { ParseC } from '../c/parser.ts'
import { queryMiss } from '../c/query-miss.ts'
import type { Query } from '../c/query.ts'
import type { Situation } from '../facts/situation.ts'
import { type CompiledRule, compileRules } from './compile.ts'
import { judge } from './judge.ts'
import { isC } from './places.ts'
import type { RuleSet } from './load.ts'

/** Why the pattern of a rule matches nothing in one file. */
export interface FileSilence {
  readonly path: string
  readonly why: string
}

/**
 * For each file that the rule looks at, why its pattern matches no place there: no changed line has one of
 * its words; or one of its lines, asked alone, is nowhere; or only the whole is nowhere. Of a query, which of its
 * nodes or predicates failed first where it came furthest.
 */
export function whySilent(
  { rule, inScope, matcher }: CompiledRule,
  situation: Situation,
  parse: ParseC,
): readonly FileSilence[] {
  const { patch, knowledge } = situation
  const alone = rule.pattern.flatMap((line) => {
    const asked = askedAlone(rule, line)
    const compiled = asked === null ? null : compileRules(setOf(asked, knowledge), parse)
    return compiled === null || 'errors' in compiled
      ? []
      : compiled.rules.map((made) => ({ line, made }))
  })
  return (inScope(patch) ?? patch.files).map((file) => {
    const path = file.newPath ?? file.oldPath ?? '(a file whose header was cut)'
    if (matcher?.kind === 'query') return { path, why: queryWhy(matcher.query, file, situation) }
    const only: Situation = { ...situation, patch: { ...patch, files: [file] } }
    const word = missingWord(rule.pattern, file)
    if (word !== null) return { path, why: `no ${SIGNED[word.sign]} line has "${word.text}"` }
    const failed = alone.find(({ made }) => judge(made, only).findings.length === 0)
    if (failed !== undefined)
      return { path, why: `nothing there is "${failed.line.sign}${failed.line.text.trim()}"` }
    return { path, why: 'each line of the pattern is there, but not together as it asks' }
  })
}

function queryWhy(query: Query, file: FileDiff, situation: Situation): string {
  if (!isC(file)) return 'it is no C'
  const misses = situation.images(file).pairs.flatMap((pair) => {
    const image = pair.image(query.side)
    return image === null ? [] : [queryMiss(query, image, situation.late)]
  })
  const [nearest] = misses.toSorted((a, b) => b.reached - a.reached)
  return nearest?.why ?? `its ${query.side} side could not be parsed`
}

function setOf(rule: Rule, knowledge: Knowledge): RuleSet {
  return { rules: [rule], knowledge, packs: new Map(), ids: [rule.id], muted: new Map() }
}

const SIGNED: Readonly<Record<Sign, string>> = { '+': 'added', '-': 'removed', ' ': 'changed' }

/** The rule with nothing but one changed line of its pattern; null where that alone says nothing. */
function askedAlone(rule: Rule, line: PatternLine): Rule | null {
  if (line.sign === ' ' || line.sign === '@' || !/\w{2}/.test(line.text)) return null
  const text = rule.language === 'lines exact' ? line.text : line.text.trimEnd()
  const whole = rule.language === 'c' ? asStatement(text) : text
  return { ...rule, files: [], heads: [], clauses: [], pattern: [{ ...line, text: whole }] }
}

/** A line of C that stands for itself: what it opens is closed. */
function asStatement(text: string): string {
  if (/^\s*(?:if|for|while|switch) \(.*\)$/.test(text)) return `${text} $ITS_BODY;`
  return text.endsWith('{') ? `${text} ... }` : text
}

/** The first word of the pattern's changed lines that no line of that sign in the file has. */
function missingWord(
  pattern: readonly PatternLine[],
  file: FileDiff,
): { readonly sign: Sign; readonly text: string } | null {
  for (const { sign, text } of pattern) {
    if (sign === ' ' || sign === '@') continue
    const bare = text.replace(HOLE, ' $ ').replace(/"[^"]*"|\/\*.*/g, ' ')
    for (const [word] of bare.matchAll(/[A-Za-z_]\w{2,}/g)) {
      // These may stand as 0, 1 and !p.
      if (/^(?:true|false|NULL)$/.test(word)) continue
      const shown = file.hunks.some((hunk) =>
        hunk.lines.some((line) => line.sign === sign && line.text.includes(word)),
      )
      if (!shown) return { sign, text: word }
    }
  }
  return null
}
