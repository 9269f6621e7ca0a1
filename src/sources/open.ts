import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { RawMail } from '../model.ts'
import { readArchive } from './archive.ts'
import { readFolder } from './directory.ts'
import { epochsOf, isBare } from './epochs.ts'
import { readFileMails, readStreamMails } from './file.ts'
import { MOST_BYTES } from './limit.ts'
import { readRange } from './range.ts'
import { threadOf } from './thread.ts'

export interface SourceOptions {
  readonly stdin: AsyncIterable<Uint8Array> | null
  /** Limits for archives, by commit date, as git takes them: `2024-01-01`. */
  readonly since: string | null
  readonly until: string | null
  /** Only the thread this mail of an archive belongs to. */
  readonly msgid: string | null
  readonly cwd: string
  /** Bytes of one mail that are handed out; more than a mail may have. */
  readonly mostBytes?: number
  /** Where the commits of a range are; null: in `cwd`. */
  readonly repo: string | null
}

/** Opens one input: a mbox, .eml, .patch or text file, a directory, a range `A..B`, or `-`. */
export async function* openInput(
  input: string,
  options: SourceOptions,
): AsyncGenerator<RawMail, void, void> {
  if (input === '-') {
    if (options.stdin === null) throw new Error('cannot read -: there is no standard input')
    yield* readStreamMails(options.stdin, '-', options.mostBytes)
    return
  }
  const path = resolve(options.cwd, input)
  const kind = await kindOf(path)
  if (kind === 'file') yield* relabel(notEmpty(readFileMails(path, options.mostBytes)), path, input)
  else if (kind === 'directory') yield* openDirectory(path, input, options)
  else if (isRange(input)) yield* readRange(input, options.repo ?? options.cwd, options.mostBytes)
  else throw new Error(`cannot read ${input}: no such file; ${kinds}`)
}

const kinds =
  'an input is a mbox, .eml, .patch or text file, a directory (Maildir, patch files, public-inbox archive), a range A..B, or "-"'

async function* openDirectory(
  path: string,
  input: string,
  options: SourceOptions,
): AsyncGenerator<RawMail, void, void> {
  const epochs = await epochsOf(path)
  if (epochs.length > 0) {
    const read = () => readEpochs(epochs, options)
    yield* options.msgid === null ? read() : threadOf(options.msgid, read)
  } else if (isBare(path) || existsSync(join(path, '.git'))) {
    throw new Error(
      `cannot read ${input}: a git repository, but no mail archive; give a range A..B`,
    )
  } else yield* relabel(readFolder(path, options.mostBytes ?? MOST_BYTES), path, input)
}

async function* readEpochs(
  epochs: readonly string[],
  options: SourceOptions,
): AsyncGenerator<RawMail, void, void> {
  for (const epoch of epochs) yield* readArchive(epoch, options)
}

function isRange(input: string): boolean {
  return (
    input.includes('..') && !/\s/.test(input) && !input.includes('...') && !input.includes('/../')
  )
}

async function kindOf(path: string): Promise<'file' | 'directory' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file'
  } catch {
    return null
  }
}

/** Whoever names a file wants it judged; in a folder an empty one is left alone. */
async function* notEmpty(mails: AsyncIterable<RawMail>): AsyncGenerator<RawMail, void, void> {
  let isEmpty = true
  for await (const mail of mails) {
    isEmpty = false
    yield mail
  }
  if (isEmpty) throw new Error('it is empty')
}

/** Origins name a file as the user did. */
async function* relabel(
  mails: AsyncIterable<RawMail>,
  path: string,
  input: string,
): AsyncGenerator<RawMail, void, void> {
  try {
    for await (const mail of mails) {
      const rest = mail.origin.startsWith(path) ? mail.origin.slice(path.length) : null
      yield rest === null ? mail : { ...mail, origin: `${input}${rest}` }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const said = `cannot read ${path}: `
    const plain = why.startsWith(said) ? why.slice(said.length) : why
    throw new Error(`cannot read ${input}: ${plain}`, { cause: error })
  }
}
