import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runParse } from '../../src/cli/parse.ts'
import { LIMITS } from '../../src/limits.ts'

/** What `lorelint parse --format json` says, as its readers know it: the contract that is tested here. */
export interface Parsed {
  readonly messages: readonly Mail[]
  readonly series: readonly Posting[]
  readonly problems: readonly Said[]
  readonly limitsHit: readonly Said[]
  readonly complete: boolean
}

interface Said {
  readonly kind: 'repair' | 'damage' | 'limit'
  readonly code: string
  readonly what: string
  readonly at: string | null
}

/** What stands behind `author` is there only where the mail carries a patch. */
export interface Mail {
  readonly messageId: string
  readonly kind: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly from: { readonly name: string; readonly address: string }
  readonly date: string | null
  readonly subject: {
    readonly text: string
    readonly tags: readonly string[]
    readonly isPatch: boolean
    readonly isReply: boolean
    readonly revision: number
    readonly counter: number | null
    readonly expected: number | null
    readonly title: string
  }
  readonly pullRequest: { readonly url: string; readonly ref: string | null } | null
  readonly patchStatus: 'ok' | 'corrupt' | 'undecodable' | 'none'
  readonly error: { readonly line: number | null; readonly text: string } | null
  readonly problems: readonly Said[]
  readonly author?: { readonly name: string; readonly email: string }
  readonly authorSource?: string
  readonly log?: string
  readonly trailers?: readonly { readonly key: string; readonly value: string }[]
  readonly notes?: string
  readonly diffstat?: readonly { readonly path: string; readonly changed: number | null }[]
  readonly diff?: string
  readonly diffSha256?: string | null
  readonly quoteDepth?: number
  readonly files?: readonly File[]
}

export interface File {
  readonly oldPath: string | null
  readonly newPath: string | null
  readonly status: string
  readonly binary: boolean
  readonly oldMode: string | null
  readonly newMode: string | null
  readonly noNewlineOld: boolean
  readonly noNewlineNew: boolean
  readonly crlf: boolean
  readonly added: number
  readonly removed: number
  /** The numbers are null where a reviewer trimmed the `@@` line. */
  readonly hunks: readonly {
    readonly oldStart: number | null
    readonly oldCount: number | null
    readonly newStart: number | null
    readonly newCount: number | null
  }[]
}

export interface Posting {
  readonly messageIds: readonly string[]
  readonly revision: number
  readonly expected: number
  readonly missing: readonly number[]
  readonly carriedOver: readonly string[]
  readonly complete: boolean
  readonly extra: readonly number[]
  readonly coverLetter: string | null
  readonly previous: string | null
  readonly supersedes: string | null
  readonly supersededBy: string | null
}

/** Runs the command itself, only not as a process of its own: 20 times as fast, and see built-cli.ts. */
export async function parse(
  inputs: readonly string[],
  options: { readonly quoted?: boolean } = {},
): Promise<Parsed> {
  return inFolder(async (folder) => {
    const output = join(folder, 'parsed.json')
    const flags = { rules: [], limit: LIMITS, quoted: false, ndjson: false, output, ...options }
    await runParse(inputs, flags, 'test')
    return JSON.parse(readFileSync(output, 'utf8'))
  })
}

/** The same for mails that are files nowhere; each becomes an .eml of its own. */
export async function parseTexts(
  mails: readonly (string | Uint8Array)[],
  options: { readonly quoted?: boolean } = {},
): Promise<Parsed> {
  return inFolder(async (folder) => {
    const paths = mails.map((mail, i) => {
      const path = join(folder, `${i}.eml`)
      writeFileSync(path, mail)
      return path
    })
    return parse(paths, options)
  })
}

/** The one mail an input holds. */
export async function parseOne(path: string): Promise<Mail> {
  return single(await parse([path]))
}

export function single(parsed: Parsed): Mail {
  const [mail] = parsed.messages
  if (mail === undefined || parsed.messages.length !== 1)
    throw new Error(`one mail was expected, ${parsed.messages.length} were read`)
  return mail
}

export async function inFolder<Made>(work: (folder: string) => Promise<Made>): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'lorelint-oracle-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As `git apply --numstat` prints it. */
export function numstatOf(mail: Mail): readonly (readonly string[])[] {
  return (mail.files ?? []).map((file) => {
    const counts = file.binary ? ['-', '-'] : [String(file.added), String(file.removed)]
    return [...counts, file.newPath ?? file.oldPath ?? '?']
  })
}

/** As git counts: what is binary has no lines. */
export function totalsOf(mail: Mail): { files: number; add: number; del: number } {
  const files = mail.files ?? []
  return {
    files: files.length,
    add: files.reduce((sum, file) => sum + file.added, 0),
    del: files.reduce((sum, file) => sum + file.removed, 0),
  }
}

/** As git mailinfo has it: it puts the address where there is no name. */
export function authorOf(mail: Mail): { readonly name: string; readonly email: string } {
  const { name, email } = mail.author ?? { name: mail.from.name, email: mail.from.address }
  return { name: name === '' ? email : name, email }
}

export function codesOf(mail: Mail): readonly string[] {
  return mail.problems.map((problem) => problem.code)
}
