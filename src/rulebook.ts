import type { Anchor, Evidence, Maturity, Patch, RuleHead, Severity, Side, Sign } from './model.ts'

/**
 * The types of a rulebook: what a rule is made of, what it knows beyond the mail, how it was measured, what it
 * finds and who mutes it. What flows from a mail to its review is in model.ts, the page to read first.
 */

// ---------------------------------------------------------------- rules

/** A rule as read from its file. */
export interface Rule extends RuleHead {
  /** The file it was read from, for messages. */
  readonly file: string
  /** Path globs or folders; empty: every file, and patches without one. */
  readonly files: readonly string[]
  readonly heads: readonly Head[]
  readonly pattern: readonly PatternLine[]
  /** What the lines of the pattern are: C, or text compared line by line, where white space may count. */
  readonly language: 'c' | 'lines' | 'lines exact'
  /** A tree-sitter query in place of a pattern; null without one. */
  readonly query: RuleQuery | null
  readonly clauses: readonly Clause[]
  /** The comment with its $HOLES. */
  readonly comment: string
  /** How to mend it, as a patch with the same holes over the new image; empty without a Fix section. */
  readonly fix: readonly PatternLine[]
  readonly examples: readonly Example[]
  /** How far apart the parts of the pattern may stand. */
  readonly scope: Scope
  /** The project whose patches it is asked about, as its pack says; null for those of any. */
  readonly project: Project | null
  /** It speaks by default whatever its maturity: the rules our first user named, and those about safety. */
  readonly always: boolean
  /** A short hash of its match as its file has it ("1a2b3c4d"): figures hold for one text. */
  readonly ruleText: string
  /** The Measured section, which `measure` writes; null when nothing was measured. */
  readonly measured: Measured | null
}

/** `hunk`: one hunk (the whole file with a tree); `function`, `file`, `series`: anywhere in one. */
export type Scope = 'hunk' | 'function' | 'file' | 'series'

/** `[no] Key: value`: a condition on a header or trailer of the patch. */
export interface Head {
  /** The head must not hold. */
  readonly no: boolean
  /** Subject, Message, Notes, From, To, or any trailer key. */
  readonly key: string
  readonly test: HeadTest
  readonly text: string
  readonly line: number
}

export type HeadTest =
  | {
      readonly kind: 'regex'
      readonly not: boolean
      readonly source: string
      readonly flags: string
    }
  | { readonly kind: 'glob'; readonly not: boolean; readonly glob: string }
  | { readonly kind: 'list'; readonly not: boolean; readonly name: string }
  | { readonly kind: 'hole'; readonly name: string }

/** One line of a rule's diff pattern. */
export interface PatternLine {
  /** `@` is a line `@@`: what follows stands somewhere else. */
  readonly sign: Sign | '@'
  readonly text: string
  readonly line: number
}

/** The text of a rule's query fence; `line` is that of its first line in the rule file. */
export interface RuleQuery {
  readonly text: string
  readonly side: Side
  readonly line: number
}

/** `where [not] term verb term`. */
export interface Clause {
  readonly negated: boolean
  readonly subject: Term
  readonly verb: string
  readonly object: Term
  /** As written, for evidence and explain. */
  readonly text: string
  readonly line: number
}

/** What a term of a where clause is. */
export type Term =
  | { readonly kind: 'hole'; readonly name: string }
  | { readonly kind: 'list'; readonly name: string }
  /** `{api-facts}.function`: a column of a table. */
  | { readonly kind: 'table'; readonly name: string; readonly column: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'word'; readonly text: string }

/** One mail of the rule's Examples section: a quoted patch with the expected comments unquoted. */
export interface Example {
  readonly name: string
  readonly text: string
  /** Line of the fence's first line in the rule file. */
  readonly line: number
  /** The tree it is judged with, as its own fence says it; null without one. */
  readonly tree: string | null
}

// ---------------------------------------------------------------- packs, words, facts

/** A project that rules may be for: others use the same mails and lists, but not its rules. */
export type Project = 'linux'

/** A folder of rules, as its PACK.md says; what a rule's own keys leave open. */
export interface Pack {
  /** Its folder: "kvm". */
  readonly name: string
  readonly file: string
  /** Who to ask about its rules. */
  readonly owner: string
  readonly title: string
  /** Markdown paragraphs: what it is for. */
  readonly why: string
  /** Its rules are not asked about patches for another project. */
  readonly project: Project | null
  readonly files: readonly string[]
  readonly severity: Severity | null
  readonly maturity: Maturity | null
  readonly source: readonly string[]
}

/** What rules and verbs know beyond the mail. */
export interface Knowledge {
  readonly lists: ReadonlyMap<string, WordList>
  readonly tables: ReadonlyMap<string, Table>
}

/** `rules/lists/<name>.txt`: words, globs or addresses, one a line. */
export interface WordList {
  readonly name: string
  readonly file: string
  readonly words: readonly string[]
  /** Its first comment line: where the words come from; '' when it does not say. */
  readonly provenance: string
}

/** `rules/tables/<name>.tsv`: facts with a header row; the first comment line says how it was made. */
export interface Table {
  readonly name: string
  readonly file: string
  readonly columns: readonly string[]
  readonly rows: readonly {
    readonly cells: Readonly<Record<string, string>>
    readonly line: number
  }[]
  /** Its first comment line: how it was made; '' when it does not say. */
  readonly provenance: string
}

// ---------------------------------------------------------------- figures

/** How a rule did over archives of real mail, and what readers said about its findings. */
export interface Measured {
  readonly rows: readonly MeasuredRow[]
  /** All rows together. */
  readonly judged: number
  readonly right: number
  readonly arguable: number
  readonly wrong: number
  /** The line that says so, in the words of the file. */
  readonly summary: string
}

/** What one archive showed. */
export interface MeasuredRow {
  /** The day it was measured: 2026-11-25. */
  readonly date: string
  /** "kvmarm@4be7d95f3907": its name and newest commit. */
  readonly archive: string
  readonly patches: number
  /** Patches it spoke on; of them, those where a human said the same, and those taken as posted. */
  readonly fires: number
  readonly said: number
  readonly accepted: number
  /** Findings that were read: right, arguable or wrong. */
  readonly judged: number
  readonly right: number
  readonly arguable: number
  readonly wrong: number
  /** What follows is null in a block that was written before it was counted. */
  readonly more: MeasuredMore | null
}

/** What else one archive showed, and of which text of the rule. */
export interface MeasuredMore {
  /** Of the reviewed patches it spoke on, those about which somebody said such a thing; and of all reviewed ones. */
  readonly commentRate: Share
  readonly baseRate: Share
  /** Of the patches with a label of its class, those it spoke on. */
  readonly recall: Share
  /** Of the findings that several readers judged, those on which they differ. */
  readonly differ: Share
  /** `Rule.ruleText` then. */
  readonly ruleText: string
}

/** So many of so many. */
export interface Share {
  readonly count: number
  readonly of: number
}

// ---------------------------------------------------------------- findings

/** One place where a rule's match holds. */
export interface Finding {
  readonly rule: Rule
  readonly patch: Patch
  /** Hole name without $ -> text. */
  readonly bindings: Readonly<Record<string, string>>
  readonly evidence: readonly Evidence[]
  readonly anchor: Anchor
  /** Other places in the unchanged tree that match, by name: ["access_pminten"]. */
  readonly same: readonly string[]
  /** What its rule's fix makes of the place; null for a rule without one. */
  readonly mending: Mending | null
}

/** A unified diff against the file as the patch leaves it: it applies, parses, and the rule is silent then. Or why there is none. */
export type Mending =
  | { readonly kind: 'suggestion'; readonly diff: string }
  | { readonly kind: 'none'; readonly why: string }

// ---------------------------------------------------------------- muting

/** What a config says about a rule's comments. */
export interface ConfigMuting {
  /** The config: ".lorelint.yml". */
  readonly by: string
  readonly off: boolean
  /** Path globs or folders outside which the rule is not to speak; empty: it may everywhere. */
  readonly files: readonly string[]
}
