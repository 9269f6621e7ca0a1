#!/usr/bin/env node
// Mutated mails through the whole of lint and parse: node bench/fuzz.js [COUNT [SEED [FIRST]]]
// Compiles src/ and test/mutants/ to a place of its own, so that it can run while they are edited. Two
// processes do the work: a native crash is seen, and named. Every 500th mutant goes through the command
// line too. A mutant that fails is written to a folder, and is replayed by its seed and index:
// node bench/fuzz.js 1 SEED INDEX
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled, fixtures } from './fuzz-compiled.js'
import { openWorker } from './fuzz-worker.js'

const [count = 100_000, seed = 1, first = 0] = process.argv.slice(2).map(Number)
const place = compiled()
const { mutant } = await import(pathToFileURL(join(place, 'test/mutants/mutate.js')).href)
const { seedMails } = await import(pathToFileURL(join(place, 'test/mutants/seeds.js')).href)
const seeds = seedMails(fixtures)
const saved = mkdtempSync(join(tmpdir(), 'lorelint-fuzz-'))

const WIDTH = Math.min(2, count)
const CLI_EVERY = 500
const times = new Float64Array(count)
const codes = new Map()
const failures = []
const cliQueue = []
let done = 0

function save(index) {
  const file = join(saved, `${seed}-${index}.mbox`)
  writeFileSync(file, mutant(seeds, seed, index))
  return file
}

function fail(index, what) {
  failures.push(index)
  console.log(`FAILED seed ${seed} index ${index} (${save(index)}): ${what}`)
}

function onResults(results) {
  for (const { index, ms, code, broken } of results) {
    times[index - first] = ms
    codes.set(code, (codes.get(code) ?? 0) + 1)
    for (const what of broken) fail(index, what)
    if (index % CLI_EVERY === 0 && code !== null) cliQueue.push({ index, code })
    if (++done % 10_000 === 0) console.log(`${done} mutants`)
  }
}

async function work(worker) {
  let from = first + worker
  while (from < first + count) {
    const setup = { place, fixtures, seed, from, end: first + count, step: WIDTH }
    const { stopped, why } = await openWorker(setup, onResults)
    if (stopped === null) return
    done++
    fail(stopped, why)
    from = stopped + WIDTH
  }
}

async function commandLine(index) {
  const args = [join(place, 'src/cli/main.js'), 'lint', save(index)]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  return new Promise((end) => child.on('exit', (code, signal) => end(signal ?? code)))
}

const wall = performance.now()
await Promise.all(Array.from({ length: WIDTH }, (_, worker) => work(worker)))
console.log(`${cliQueue.length} of them through the command line`)
for (const { index, code } of cliQueue) {
  const real = await commandLine(index)
  if (real !== code) fail(index, `the command line ended with ${real}, not ${code}`)
}

const sorted = times.toSorted()
const at = (share) => sorted[Math.min(count - 1, Math.floor(count * share))].toFixed(1)
const over = sorted.filter((ms) => ms > 1000).length
const byCode = [0, 1, 2, null].map((code) => `${code ?? 'none'}: ${codes.get(code) ?? 0}`)
console.log(
  `${count} mutants, seed ${seed}, in ${((performance.now() - wall) / 1000).toFixed(0)} s`,
)
console.log(
  `ms of processor time: median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}, over 1 s: ${over}`,
)
console.log(`exit codes ${byCode.join(', ')}; mutants that failed: ${new Set(failures).size}`)
process.exitCode = failures.length > 0 ? 1 : 0
