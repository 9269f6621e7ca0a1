export interface FunctionText {
  readonly name: string
  readonly parameters: string
  readonly body: string
}

/**
 * The function definitions of a text, by layout: kernel style opens a function's body with `{` and
 * closes it with `}` in column 0. Good for text that the grammar chokes on, and linear.
 */
export function functionTexts(text: string): readonly FunctionText[] {
  const found: FunctionText[] = []
  for (let open = text.indexOf('\n{\n'); open !== -1; open = text.indexOf('\n{\n', open + 3)) {
    const close = text.indexOf('\n}', open)
    const body = text.slice(open + 3, close === -1 ? text.length : close)
    // A header is the paragraph before the brace; kernel signatures span a few lines.
    const before = text.slice(Math.max(0, open - 600), open)
    const header = before.slice(
      Math.max(before.lastIndexOf('\n\n'), before.lastIndexOf('\n}'), before.lastIndexOf('*/')) + 2,
    )
    const match = /([A-Za-z_]\w*)\s*\(([^{}]*)\)\s*$/.exec(header)
    if (match?.[1] !== undefined) {
      found.push({ name: match[1], parameters: match[2] ?? '', body })
    }
  }
  return found
}
