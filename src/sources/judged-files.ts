import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A file of judgements: `<folder>/<pack>/<rule>.tsv`. */
interface JudgedFile {
  readonly rule: string
  readonly file: string
  readonly text: string
}

/** Where the judgements of a rules folder are kept. */
export function judgedFolder(rules: string): string {
  return join(rules, 'judged')
}

/** Every file of judgements in a folder, sorted; a file alone stands for itself; nothing where there is no folder. */
export function readJudgedFiles(path: string): readonly JudgedFile[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [judgedFile(path)]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((pack) =>
      readdirSync(join(path, pack.name))
        .filter((name) => name.endsWith('.tsv'))
        .map((name) => judgedFile(join(path, pack.name, name))),
    )
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
}

function judgedFile(path: string): JudgedFile {
  const rule = `${basename(dirname(path))}/${basename(path, '.tsv')}`
  return { rule, file: path, text: readFileSync(path, 'utf8') }
}

/** Writes the judgements of one rule, whole or not at all; gives the file's name. */
export function writeJudgedFile(folder: string, rule: string, text: string): string {
  const file = join(folder, `${rule}.tsv`)
  mkdirSync(dirname(file), { recursive: true })
  replaceFile(file, text)
  return file
}

/** A reader never sees half of it. */
export function replaceFile(file: string, text: string): void {
  const next = `${file}.new`
  writeFileSync(next, text)
  renameSync(next, file)
}
