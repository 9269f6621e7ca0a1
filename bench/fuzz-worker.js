// A process that judges mutants, watched from outside.
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** No mutant takes this long on any machine: the process hangs. */
const PATIENCE_MS = 120_000

/** Resolves when all are judged (`stopped` null), or with the mutant it died on. */
export async function openWorker(setup, onResults) {
  const folder = mkdtempSync(join(tmpdir(), 'lorelint-fuzz-at-'))
  const stateFile = join(folder, 'index')
  writeFileSync(stateFile, '')
  const child = fork(fileURLToPath(new URL('fuzz-child.js', import.meta.url)), [], {
    env: { ...process.env, FUZZ_SETUP: JSON.stringify({ ...setup, stateFile }) },
  })
  child.on('message', onResults)
  let last = ''
  let hung = false
  const watch = setInterval(() => {
    const now = readFileSync(stateFile, 'latin1')
    if (now === last) {
      hung = true
      child.kill('SIGKILL')
    }
    last = now
  }, PATIENCE_MS)
  const [code, signal] = await new Promise((end) =>
    child.on('exit', (...how) => setImmediate(() => end(how))),
  )
  clearInterval(watch)
  const at = Number(readFileSync(stateFile, 'latin1'))
  rmSync(folder, { recursive: true })
  if (code === 0) return { stopped: null, why: '' }
  const why = hung ? 'it hangs' : `the process ended with ${signal ?? `exit code ${code}`}`
  return { stopped: at, why }
}
