/** Hole name without $ -> the text it stands for, each run of white space one blank. */
export type Bindings = Readonly<Record<string, string>>

/** With one hole more; null when it stands for another text already. */
export function withHole(bindings: Bindings, hole: string, text: string): Bindings | null {
  const old = bindings[hole]
  const plain = text.replace(/\s+/g, ' ')
  if (old !== undefined) return old === plain ? bindings : null
  return { ...bindings, [hole]: plain }
}
