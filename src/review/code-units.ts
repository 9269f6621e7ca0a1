/** Orders text by code units: what a locale says would differ from machine to machine. */
export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
