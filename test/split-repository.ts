import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { expect } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { Patch } from '../src/model.ts'
import { checkSplit } from '../src/report/split-check.ts'
import type { SplitMail } from '../src/report/split-mails.ts'
import { runGit, writeFiles } from './git.ts'

/** The patch of a mail. */
export async function read(mail: string): Promise<Patch> {
  const bytes = Buffer.from(mail)
  const message = await parseMessage({ origin: 'x', bytes, reload: async () => bytes })
  const text = patchText(message)
  if (text === null) throw new Error('no patch')
  return readPatch(message, text)
}

/** A repository with one commit of these files. */
export function repository(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-split-'))
  runGit(dir, ['init', '-q', '-b', 'main'])
  writeFiles(dir, files)
  commit(dir, 'before')
  return dir
}

/** Commits whatever changed. */
export function commit(dir: string, what: string): void {
  runGit(dir, ['add', '-A'])
  runGit(dir, ['commit', '-q', '-m', what])
}

const treeOf = (dir: string): string => runGit(dir, ['rev-parse', 'HEAD^{tree}']).trim()

/** Commits the files over those of the repository, and gives the patch and the tree it makes. */
export function patchOf(
  dir: string,
  files: Readonly<Record<string, string>>,
  subject = 'net: foo: Do two things',
): { mail: string; tree: string } {
  writeFiles(dir, files)
  commit(dir, subject)
  const mail = runGit(dir, ['format-patch', '-1', '--stdout'])
  const tree = treeOf(dir)
  runGit(dir, ['reset', '-q', '--hard', 'HEAD~'])
  return { mail, tree }
}

/** Applies mails with git am, one after the other; the tree they make. */
export function am(dir: string, mails: readonly string[]): string {
  const from = runGit(dir, ['rev-parse', 'HEAD']).trim()
  for (const [i, mail] of mails.entries()) {
    const file = join(dir, '.git', `part-${i}`)
    writeFileSync(file, mail)
    runGit(dir, ['am', '-q', '--keep-cr', file])
  }
  const tree = treeOf(dir)
  runGit(dir, ['reset', '-q', '--hard', from])
  return tree
}

/** The parts of a patch stand the check, and git am makes the same tree of them as of the whole. */
export async function expectWhole(
  dir: string,
  patch: Patch,
  parts: readonly SplitMail[],
  tree: string,
): Promise<void> {
  expect(await checkSplit(patch, parts, null)).toBeNull()
  expect(
    am(
      dir,
      parts.map(({ text }) => text),
    ),
  ).toBe(tree)
}

/** A file of C with functions that share nothing. */
export const functions = (change: (name: string) => string): string =>
  ['alpha', 'bravo', 'charlie', 'delta']
    .map(
      (name) =>
        `static int ${name}_run(struct ${name} *${name}_arg)\n{\n\tint ${name}_ret;\n\n${change(name)}\treturn ${name}_ret;\n}\n`,
    )
    .join('\n')

/** What such a function does first, and what it does after a change. */
export const body = (name: string): string => `\t${name}_ret = ${name}_get(${name}_arg);\n`
export const longer = (name: string): string =>
  `\tif (!${name}_arg)\n\t\treturn -EINVAL;\n\n\t${name}_ret = ${name}_fetch(${name}_arg, ${name}_all);\n`
