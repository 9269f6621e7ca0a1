/**
 * Undoes RFC 3676 format=flowed: stuffed blanks go, lines that end in a blank are joined with the
 * next of the same quote depth. As in git mailinfo the signature separator stays as it is.
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = []
  let open: { readonly depth: number; readonly parts: string[] } | null = null
  const close = () => {
    if (open !== null) out.push(quote(open.depth, open.parts.join('')))
    open = null
  }
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line)
    const stuffed = line.slice(depth)
    const words = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    if (open !== null && open.depth !== depth) close()
    if (words === '-- ' || stuffed === '-- ') {
      close()
      out.push(quote(depth, '-- '))
      continue
    }
    open ??= { depth, parts: [] }
    open.parts.push(words.endsWith(' ') && delSp ? words.slice(0, -1) : words)
    if (!words.endsWith(' ')) close()
  }
  close()
  return out.join('\n')
}

/**
 * How much of a diff is whole, quoted or not: hunks that have as many lines as their `@@` line
 * says, and `diff --git` lines that name both files.
 */
export function countWhole(text: string): number {
  let whole = 0
  let oldLeft = 0
  let newLeft = 0
  for (const line of text.split('\n')) {
    const bare = line.replace(/^(?:> ?)+/, '')
    const head = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(bare)
    if (head !== null) {
      oldLeft = Number(head[1] ?? 1)
      newLeft = Number(head[2] ?? 1)
      continue
    }
    if (oldLeft <= 0 && newLeft <= 0) {
      if (/^diff --git \S+ \S/.test(bare)) whole++
      continue
    }
    const sign = bare.charAt(0)
    if (sign === '\\') continue
    if (sign === '-') oldLeft--
    else if (sign === '+') newLeft--
    else if (sign === ' ' || sign === '') {
      oldLeft--
      newLeft--
    } else oldLeft = newLeft = -1
    if (oldLeft === 0 && newLeft === 0) whole++
    if (oldLeft < 0 || newLeft < 0) oldLeft = newLeft = 0
  }
  return whole
}

function quoteDepth(line: string): number {
  let depth = 0
  while (line.charAt(depth) === '>') depth++
  return depth
}

function quote(depth: number, words: string): string {
  return depth === 0 ? words : `${'>'.repeat(depth)} ${words}`
}
