/**
 * `$NAME`, and `$...NAME` for a run. A name is capitals, digits and single underscores between them, so that
 * `$NAME_probe` is the hole NAME before `_probe`.
 */
export const HOLE = /\$(\.\.\.)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)/g

/** The names of the holes in a text, in order, with repetitions. */
export function holesOf(text: string): readonly string[] {
  return [...text.matchAll(HOLE)].map(([, , name]) => name ?? '')
}
