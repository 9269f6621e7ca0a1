import type { DiffLine, FileDiff, Image } from '../../model.ts'
import { whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import type { Solution } from '../verb.ts'

/** A return that leaves with something it should have given back. */
export interface LeakingReturn {
  readonly line: DiffLine
  readonly said: string
  readonly bind: Readonly<Record<string, string>>
  /** Further returns that lose the same: bound as MORE where there are any. */
  readonly others: number
}

/** What `search` finds in the new images of the files that are `worth` parsing, as solutions of a verb. */
export function returnsFound(
  situation: Situation,
  worth: (file: FileDiff) => boolean,
  search: (image: Image) => readonly LeakingReturn[],
): readonly Solution[] {
  const { patch } = situation
  return patch.files.filter(worth).flatMap((file) =>
    situation.images(file).pairs.flatMap(({ image }) => {
      const shown = situation.late() ? null : image('new')
      const found = shown === null ? [] : search(shown)
      return found.map(({ line, said, bind, others }): Solution => {
        const more =
          others === 0 ? {} : { MORE: `${others} further return${others === 1 ? '' : 's'}` }
        const where = whereOf(patch, file, line)
        return { bind: { ...bind, ...more }, said, where, places: [{ kind: 'line', file, line }] }
      })
    }),
  )
}
