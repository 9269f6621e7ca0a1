import type { TextLine } from '../model.ts'

/** The lines of a body, numbered from 1. */
export function linesOf(body: string): readonly TextLine[] {
  const texts = body.split('\n')
  // The text behind the last line feed is no line.
  if (texts.at(-1) === '') texts.pop()
  return texts.map((text, i) => ({ text, mailLine: i + 1 }))
}

export function isBlank(line: TextLine): boolean {
  return line.text.trim() === ''
}
