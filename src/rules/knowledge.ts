import type { Table, WordList } from '../rulebook.ts'
import type { RuleError } from './read.ts'

type Told = (error: RuleError) => void

/** `lists/NAME.txt`: a word, glob or address a line below a comment that says where they come from. */
export function readList(name: string, file: string, text: string, tell: Told): WordList {
  const lines = linesOf(text)
  checkProvenance(file, lines, tell)
  const first = new Map<string, number>()
  lines.forEach((raw, i) => {
    const word = raw.trim()
    if (word === '' || word.startsWith('#')) return
    const before = first.get(word)
    if (before === undefined) first.set(word, i + 1)
    else
      tell({ file, line: i + 1, what: `"${word}" stands twice, first on line ${before}; drop one` })
  })
  return { name, file, words: [...first.keys()], provenance: provenanceOf(lines) }
}

/** `tables/NAME.tsv`: below that comment a row of column names, then rows with a cell for each. */
export function readTable(name: string, file: string, text: string, tell: Told): Table {
  const lines = linesOf(text)
  checkProvenance(file, lines, tell)
  const rows: { cells: Record<string, string>; line: number }[] = []
  let columns: readonly string[] | null = null as readonly string[] | null
  lines.forEach((row, i) => {
    if (row.startsWith('#') || row.trim() === '') return
    const cells = row.split('\t')
    if (columns === null) {
      columns = cells
      const twice = cells.find((column, c) => cells.indexOf(column) < c)
      if (twice !== undefined)
        tell({ file, line: i + 1, what: `two columns are called "${twice}"` })
      return
    }
    if (cells.length !== columns.length)
      tell({ file, line: i + 1, what: cellCount(cells.length, columns.length) })
    rows.push({
      cells: Object.fromEntries(columns.map((column, c) => [column, cells[c] ?? ''])),
      line: i + 1,
    })
  })
  return { name, file, columns: columns ?? [], rows, provenance: provenanceOf(lines) }
}

function cellCount(found: number, wanted: number): string {
  const cells = `${found} cell${found === 1 ? '' : 's'}`
  return `the row has ${cells}, the table ${wanted} columns; cells are parted by one tab, and empty ones keep theirs`
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r\n/g, '\n').split('\n')
}

/** Words nobody can trace are words nobody can bring up to date. */
function checkProvenance(file: string, lines: readonly string[], tell: Told): void {
  if (/^#\s*\S/.test(lines[0] ?? '')) return
  const what =
    'the first line is no "# " comment; say there where this comes from, or the command that makes it'
  tell({ file, line: 1, what })
}

/** "# Addresses of the stable team (...)" -> "Addresses of the stable team (...)". */
function provenanceOf(lines: readonly string[]): string {
  const [first = ''] = lines
  return first.startsWith('#') ? first.replace(/^#+/, '').trim() : ''
}
