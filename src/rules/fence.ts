/** Tells the author what is wrong on a line of the rule file. */
export type Fail = (line: number, what: string) => void

/** A fenced block of a rule file. */
export interface Fence {
  readonly lines: readonly string[]
  /** Line number of the first line inside. */
  readonly line: number
  /** What stands behind the opening backticks: "diff". */
  readonly info: string
}
