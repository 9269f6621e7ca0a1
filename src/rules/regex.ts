import { RE2JS } from 're2js'

/** RE2: linear in the text, whatever the rule's author writes. Throws what is wrong with it. */
export function compileRegex(source: string, flags: string): RE2JS {
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  return RE2JS.compile(source, bits)
}

/** `/regex/flags` taken apart and checked; null when the text has no such form or is wrong, which is told. */
export function readRegex(
  text: string,
  fail: (what: string) => void,
): { readonly source: string; readonly flags: string } | null {
  const [, source, flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? []
  if (source === undefined) return null
  if (/[^ims]/.test(flags)) fail(`unknown regex flag in "${flags}"; there are i, m and s`)
  try {
    compileRegex(source, flags)
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    fail(`regex /${source}/${flags}: ${what} (RE2 syntax: no look-around, no back references)`)
    return null
  }
  return { source, flags }
}
