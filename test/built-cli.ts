import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const main = `${root}dist/cli/main.js`
const lock = `${root}node_modules/.lorelint-build`

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Surroundings {
  readonly stdin?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Arguments of node itself. */
  readonly node?: readonly string[]
}

/** Runs the built command line as its user does, with its output piped. */
export function lorelint(args: readonly string[], around: Surroundings = {}): Ran {
  const { stdin = '', env = {}, cwd = root, node = [] } = around
  const ran = spawnSync(process.execPath, [...node, main, ...args], {
    cwd,
    input: stdin,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: ran.status, out: ran.stdout, err: ran.stderr }
}

/** Builds dist/ when a source is newer; test files run side by side, so one builds and the others wait. */
export async function build(): Promise<void> {
  while (!taken()) await new Promise((done) => setTimeout(done, 200))
  try {
    if (newest('src') <= time(main)) return
    const built = spawnSync('npx', ['tsc', '-p', 'tsconfig.json'], { cwd: root, encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`tsc failed:\n${built.stdout}`)
  } finally {
    rmdirSync(lock)
  }
}

function taken(): boolean {
  // A run that was killed leaves its lock; no build takes two minutes.
  if (Date.now() - time(lock) > 120_000 && time(lock) > 0) rmdirSync(lock)
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

function newest(folder: string): number {
  const files = readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => time(`${root}${folder}/${file}`)))
}

function time(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
