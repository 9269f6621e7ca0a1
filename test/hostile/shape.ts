/** One hostile input, made in memory, and what lorelint is to make of it. */
export interface Shape {
  readonly name: string
  /** Any size gives an input of the same kind: the test sees whether time grows faster than size. */
  readonly make: (size: number) => string | Uint8Array
  readonly size: number
  /** Patches judged. */
  readonly patches: number
  /** Problems that must be told, of those this is about. */
  readonly tells?: readonly string[]
  /** The limit that the input hits, which makes the exit code 2. */
  readonly limit?: string
  /** What the patches change: what the small patch of this page does, unless said; null where that says nothing. */
  readonly files?: string | null
  /** Processor time that is enough, where an input of many mails may take more than the 2 s of the others. */
  readonly seconds?: number
}

/** The one file that `patch()` changes. */
export const SMALL = 'lib/x.c +1 -1'

export function bytesOf(shape: Shape, size = shape.size): Uint8Array {
  const made = shape.make(size)
  return typeof made === 'string' ? Buffer.from(made) : made
}

const ID = 'Message-ID: <hostile@example.org>\n'
const HEAD = `From: A Developer <dev@example.org>\n${ID}Subject: [PATCH] lib: x\n`
const HUNK = '@@ -1 +1 @@ int f(void)\n-a;\n+b;\n'

export const FILE = 'diff --git a/lib/x.c b/lib/x.c\n--- a/lib/x.c\n+++ b/lib/x.c\n'
const LOG = 'x\n\nCc: stable@vger.kernel.org\nSigned-off-by: A Developer <dev@example.org>\n---\n'

/** A mail with more header lines. */
export function headed(header: string, body = patch()): string {
  return `${HEAD}${header}\n${body}`
}

/** A patch as it stands in a body. */
export function patch(hunks = HUNK): string {
  return `${LOG}${FILE}${hunks}`
}

/** A hunk that adds these lines to C. */
export function adding(lines: string): string {
  const text = lines.replaceAll(/^/gm, '+')
  return headed(
    '',
    patch(`@@ -1 +1,${lines.split('\n').length + 1} @@ int f(void)\n a;\n${text}\n`),
  )
}

/** A patch under another subject. */
export function subject(text: string): string {
  return `From: A Developer <dev@example.org>\n${ID}Subject: ${text}\n\n${patch()}`
}

export function times(count: number, make: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join('')
}
