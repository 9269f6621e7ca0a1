import { openParser, type ParseC } from '../src/c/parser.ts'

const opened = await openParser()

/** The parser of C, opened once for a file of tests. */
export function parser(): ParseC {
  return opened
}
