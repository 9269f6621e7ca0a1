import type { Knowledge, Rule } from '../rulebook.ts'

/** Tells whether a remark says what a rule says, by its words alone. */
export type Speaks = (text: string) => boolean

/**
 * The wording of a rule. `rules/lists/said-<pack>-<rule>.txt`, where it exists: a remark must hold one of its
 * phrases. Otherwise the significant words of title and comment: a remark must hold two different ones.
 */
export function openWording(
  rule: Pick<Rule, 'id' | 'title' | 'comment'>,
  knowledge: Knowledge,
): Speaks {
  const phrases = knowledge.lists.get(`said-${rule.id.replace('/', '-')}`)?.words
  if (phrases !== undefined) {
    const wanted = phrases.map((phrase) => ` ${plain(phrase)} `)
    return (text) => {
      const said = ` ${plain(text)} `
      return wanted.some((phrase) => said.includes(phrase))
    }
  }
  const wanted = significantWords(rule)
  return (text) => {
    const said = new Set(plain(text).split(' '))
    return wanted.filter((word) => said.has(word)).length >= 2
  }
}

/** Words of title and comment, without holes and without those any review holds. */
export function significantWords(rule: Pick<Rule, 'title' | 'comment'>): readonly string[] {
  const text = `${rule.title} ${rule.comment.replace(/\$[A-Z][A-Z0-9_]*/g, ' ')}`
  return [...new Set(plain(text).split(' '))].filter(
    (word) => (word.length > 3 || /\d|_/.test(word)) && word.length > 2 && !COMMON.has(word),
  )
}

/** Lower case, everything but letters, digits, `_` and `-` turned into single blanks. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9_-]+/)
    .filter((word) => /[a-z0-9]/.test(word))
    .join(' ')
}

const COMMON: ReadonlySet<string> = new Set(
  `about above added adds after again against also another anyone because been before being below between both
  called cannot change changed changes code come comes commit could does done driver each either else even every
  file files first following from function give given gives have here into itself just keep kernel know known like
  line lines look looks made make makes many maybe mean means might more most much must name names need needed
  needs never none only other otherwise over part patch patches please people place right same says seems series
  shall should since some somebody something still such sure take takes tell than that their them then there these
  they thing this those through time under unless until upon used user users using very want wants what when where
  whether which while whom whose will with without work works would write your yours`.split(/\s+/),
)
