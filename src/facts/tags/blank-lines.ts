import type { Patch } from '../../model.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { type LogLine, tagBlock } from './tag-lines.ts'

export const partsTags = defineVerb({
  name: 'parts-tags',
  doc: 'A blank line parts the tags at the end of the log, so that git takes only those below it for trailers. Binds the last tag above it; the place is that tag. No where that is a Fixes:, which miswrites-fixes tells, and where the tags above are references ("Link: ... [1]").',
  example: 'patch parts-tags $TAG',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted log')
    const last = lastAbove(patch)
    if (last === null) return no('no blank line among the tags')
    const key = /^[^:]*/.exec(last.line.text)?.[0].trim() ?? ''
    return yes({
      bind: object.kind === 'free' ? { [object.hole]: key } : {},
      said: `a blank line below ${key}:`,
      where: `${patch.message.messageId}:${last.line.mailLine}`,
      places: [{ kind: 'log', line: last.line }],
    })
  },
})

/** The last tag above the first blank line that parts the block. */
function lastAbove(patch: Patch): LogLine | null {
  const block = tagBlock(patch.text.log)
  const blank = block.findIndex(({ kind }) => kind === 'blank')
  const above = block.slice(0, Math.max(blank, 0)).filter(({ kind }) => kind === 'tag')
  const last = above.at(-1) ?? null
  if (last === null || /^fixes/i.test(last.line.text)) return null
  return above.every(({ line }) => isReference(line.text)) || isList(block, last) ? null : last
}

/** "Datasheet:" above a list of several, which no one tag can say. */
function isList(block: readonly LogLine[], last: LogLine): boolean {
  const more = block
    .slice(block.indexOf(last) + 1)
    .findIndex(({ kind }) => kind !== 'more' && kind !== 'note')
  return more > 1 && /:\s*$/.test(last.line.text)
}

/** "Link: https://... [1]": read as part of the text above. */
function isReference(text: string): boolean {
  return /^(?:link|references?)/i.test(text) && /\[\d+\]/.test(text.slice(0, 2000))
}
