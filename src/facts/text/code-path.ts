/** Whether a path names text that a compiler or interpreter reads. */
export function isCode(path: string | null): boolean {
  // A trimmed header in a quoted patch: more likely code than not.
  return path === null || CODE.test(path)
}

/** Whether names in it are C's, with C's comments and strings. */
export function isLikeC(path: string | null): boolean {
  return path !== null && /\.(?:[ch]|cc|cpp|hh|hpp|dtsi?|rs)$/.test(path)
}

const CODE =
  /\.(?:[chSsly]|cc|cpp|hh|hpp|rs|dtsi?|py|pl|sh|awk|lds|cocci)$|(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/
