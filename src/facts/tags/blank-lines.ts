import type { Patch, TextLine } from '../../model.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import { type LogLine, tagBlock } from './tag-lines.ts'

export const partsTags = defineVerb({
  name: 'parts-tags',
  doc: 'A blank line parts the tags at the end of the log, so that git takes only those below it for trailers. The object binds the last tag above it; the place is that tag. SPLIT binds it instead where its value, a link, is on the next line, which is then the place. No where that is a Fixes:, which miswrites-fixes tells, and where the tags above are references ("Link: ... [1]"), go on with the text above, or are Cc: of others than stable.',
  example: 'patch parts-tags $TAG',
  binds: ['SPLIT'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted log')
    const last = lastAbove(patch)
    if (last === null) return no('no blank line among the tags')
    const key = /^[^:]*/.exec(last.tag.line.text)?.[0].trim() ?? ''
    const free = bindHole(object, key)
    // A value on a line of its own makes no trailer, with or without the blank line.
    const { line } = last.value ?? last.tag
    return yes({
      bind: last.value === null ? free : { SPLIT: key },
      said:
        last.value === null
          ? `a blank line below ${key}:`
          : `the value of ${key}: is on the next line, and a blank line follows`,
      where: `${patch.message.messageId}:${line.mailLine}`,
      places: [{ kind: 'log', line }],
    })
  },
})

interface Above {
  readonly tag: LogLine
  /** The line below that holds its value; null when it is on the tag's own. */
  readonly value: LogLine | null
}

/** The last tag above the first blank line that parts the block. */
function lastAbove(patch: Patch): Above | null {
  const { log } = patch.text
  const block = tagBlock(log)
  const blank = block.findIndex(({ kind }) => kind === 'blank')
  const paragraph = block.slice(0, Math.max(blank, 0))
  const above = paragraph.filter(({ kind }) => kind === 'tag')
  const tag = above.at(-1)
  if (tag === undefined || /^fixes/i.test(tag.line.text) || opensNote(block, blank)) return null
  if (above.every(({ line }) => isReference(line.text)) || isForMail(above)) return null
  if (continuesText(log, block) && above.every(({ line }) => POINTER.test(line.text))) return null
  const values = paragraph.slice(paragraph.indexOf(tag) + 1).filter(({ kind }) => kind === 'more')
  if (!/:\s*$/.test(tag.line.text)) return { tag, value: null }
  const [value] = values
  // A list of several, which no one tag can say, or something that is no link.
  if (value === undefined || values.length > 1 || !URL.test(value.line.text)) return null
  return above.length === 1 ? { tag, value } : null
}

/** A list of receivers set apart: git send-email finds it anywhere, and nobody else asks for it. */
function isForMail(above: readonly LogLine[]): boolean {
  return above.every(({ line }) => /^cc\s?:/i.test(line.text) && !/\bstable\b/i.test(line.text))
}

/** "[who: reworded]" begins the part of whoever passes the patch on. */
function opensNote(block: readonly LogLine[], blank: number): boolean {
  return block.slice(blank).find(({ kind }) => kind !== 'blank')?.kind === 'note'
}

/** Text stands right above the first tag: what points somewhere may be the end of its sentence. */
function continuesText(log: readonly TextLine[], block: readonly LogLine[]): boolean {
  const [first] = block
  const before = first === undefined ? undefined : log[log.indexOf(first.line) - 1]
  return before !== undefined && before.text.trim() !== ''
}

const POINTER = /^(?:link|references?|datasheet|bug-?link|bugzilla|closes)\s?:/i

const URL = /^\s*<?(?:https?:\/\/|www\.)\S{4,}$/i

/** "Link: https://... [1]": read as part of the text above. */
function isReference(text: string): boolean {
  return /^(?:link|references?)/i.test(text) && /\[\d+\]/.test(text.slice(0, 2000))
}
