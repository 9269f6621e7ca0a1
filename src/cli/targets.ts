/** One report to write; `file` is null for stdout. */
export interface Target {
  readonly format: string
  readonly file: string | null
}

/** `--format` and `--output` in the order they were given. */
export type Wish =
  | { readonly kind: 'format'; readonly value: string }
  | { readonly kind: 'output'; readonly value: string }

/**
 * Pairs formats with files: outputs go to the formats given right before them, the last output to the last
 * format. `--format json --output a --format text` writes json to a and text to stdout;
 * `--format github --format sarif --output x` writes sarif to x. `--output` alone takes the text.
 */
export function targetsOf(wishes: readonly Wish[]): readonly Target[] {
  const targets: Target[] = []
  let formats: string[] = []
  let outputs: string[] = []
  const close = (): void => {
    if (formats.length === 0 && outputs.length === 1 && targets.length === 0) formats = ['text']
    if (outputs.length > formats.length) {
      throw new Error(`--output ${outputs[0]} has no --format; give one --format for each --output`)
    }
    const first = formats.length - outputs.length
    targets.push(...formats.map((format, i) => ({ format, file: outputs[i - first] ?? null })))
    formats = []
    outputs = []
  }
  for (const { kind, value } of wishes) {
    if (kind === 'output') outputs.push(value)
    else {
      if (outputs.length > 0) close()
      formats.push(value)
    }
  }
  close()
  return targets.length === 0 ? [{ format: 'text', file: null }] : targets
}
