/** What stands behind a backslash in a quoted name, and the byte it means. */
export const letters: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
}

/**
 * Undoes git's C quoting of bytes: `"a/\303\274.c" ...` gives the bytes of the name and how long its quoted
 * form is; null when no quoted name begins here.
 */
export function unquoteBytes(
  text: string,
): { readonly name: string; readonly length: number } | null {
  if (!text.startsWith('"')) return null
  let name = ''
  for (let at = 1; at < text.length; at++) {
    const c = text.charAt(at)
    if (c === '"') return { name, length: at + 1 }
    if (c !== '\\') {
      name += c
      continue
    }
    const octal = text.slice(at + 1, at + 4)
    const isOctal = /^[0-3][0-7]{2}$/.test(octal)
    const code = isOctal ? Number.parseInt(octal, 8) : letters[text.charAt(at + 1)]
    if (code === undefined) return null
    name += String.fromCharCode(code)
    at += isOctal ? 3 : 1
  }
  return null
}
