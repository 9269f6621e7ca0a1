/**
 * Fills paragraphs to `width` columns: `wrap('a b\nc', 3)` gives `['a b', 'c']`. Paragraphs stay apart by an
 * empty line; indented lines (code) stay as they are, list points (`- `) keep their own lines.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const block of blocks(text)) {
    if (block === '') lines.push('')
    else if (/^\s/.test(block)) lines.push(block.trimEnd())
    else lines.push(...fill(block, width))
  }
  return lines.map(plain)
}

function blocks(text: string): readonly string[] {
  const found: string[] = []
  let open = false
  for (const line of text.trim().split('\n')) {
    const own = line.trim() === '' || /^(?:\s|[-*] )/.test(line)
    const last: string | undefined = found.at(-1)
    // A line after a list point, indented below its text, belongs to the point.
    const continues: boolean = open && (!own || (/^ {2}\S/.test(line) && /^[-*] /.test(last ?? '')))
    if (continues && last !== undefined) found[found.length - 1] = `${last} ${line.trim()}`
    else if (line.trim() !== '' || last !== '') found.push(line.trim() === '' ? '' : line)
    open = line.trim() !== '' && (continues || !/^\s/.test(line))
  }
  return found
}

function fill(block: string, width: number): readonly string[] {
  const indent = /^[-*] /.test(block) ? '  ' : ''
  const lines: string[] = []
  let line = ''
  for (const word of block.split(/\s+/)) {
    const fits = line.length + 1 + word.length <= width
    if (line === '') line = word
    else if (fits || SPEAKS_FIRST.test(word)) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}

// What would be read as something else at the start of a mail line: a quote, a tag (b4 and patchwork collect
// `*-by:` from replies; we never give one), a separator of an mbox or a patch, a workflow command.
const SPEAKS_FIRST = /^(?:>|::|From$|--|[\w-]+-by:)/i

function plain(line: string): string {
  return line.replace(/^(\s*)([\w-]+-by:)/i, '$1"$2"').replace(/^(?=>|::|--)/, ' ')
}
