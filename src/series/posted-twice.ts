import type { Problem, Series } from '../model.ts'

/** Nobody can tell which of the two is meant: the newest is the best guess. */
export function postedTwice({ twice, patches }: Series): readonly Problem[] {
  if (twice.length === 0) return []
  const what = `${twice.length} mail${twice.length === 1 ? '' : 's'} of this revision came twice; the newest are judged here, the others apart`
  const messageId = patches[0]?.message.messageId ?? null
  return [{ kind: 'repair', code: 'posted-twice', what, messageId, line: null }]
}
