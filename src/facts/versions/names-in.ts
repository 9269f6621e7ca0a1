/** Words that are names in code: foo_bar, fooBar(), FOO, "quoted". */
export function namesIn(text: string): readonly string[] {
  return (text.slice(0, 4000).match(/[A-Za-z][\w.-]{1,60}\b/g) ?? [])
    .slice(0, 100)
    .filter((word) => /\w[_.-]\w|\d|[a-z][A-Z]|^[A-Z]{3,}$/.test(word) && !PLAIN.test(word))
    .map((word) => word.toLowerCase())
}

/** Ends of lines and hyphenated words: "well-known", "e.g". */
const PLAIN = /^(?:e\.g|i\.e|w\.r\.t)\b|^[a-z]{1,4}$/i
