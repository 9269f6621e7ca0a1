// Judges mutants from, from + step, ... end; what it is at stands in a file, for the case that it dies.
import { openSync, writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const setup = JSON.parse(process.env.FUZZ_SETUP)
const { place, fixtures, seed, from, end, step, stateFile } = setup
const load = async (file) => import(pathToFileURL(join(place, 'test/mutants', file)).href)
const { mutant } = await load('mutate.js')
const { seedMails } = await load('seeds.js')
const { openLinter } = await load('linter.js')
const { brokenClaims } = await load('claims.js')

const lint = await openLinter(fileURLToPath(new URL('../rules', import.meta.url)))
const seeds = seedMails(fixtures)
const state = openSync(stateFile, 'w')
const rejections = []
process.on('unhandledRejection', (error) => rejections.push(error))

async function judge(index) {
  try {
    const outcome = await lint(mutant(seeds, seed, index), index % 4 < 2 ? 'auto' : 'always')
    const { ms, code } = outcome
    const slow = ms > 1000 ? [`it took ${Math.round(ms)} ms`] : []
    return { index, ms, code, broken: [...brokenClaims(outcome), ...slow] }
  } catch (error) {
    return { index, ms: 0, code: null, broken: [String(error.stack)] }
  }
}

let results = []
for (let index = from; index < end; index += step) {
  writeSync(state, String(index).padStart(12), 0)
  const result = await judge(index)
  // Native syntax trees are freed on the event loop only.
  await nextTurn()
  const unhandled = rejections.splice(0).map((error) => `unhandled: ${error?.stack ?? error}`)
  results.push({ ...result, broken: [...result.broken, ...unhandled] })
  // A failure is told at once: what waits here is lost when the process dies.
  const quiet = result.broken.length === 0 && unhandled.length === 0
  if (quiet && results.length < 200 && index + step < end) continue
  process.send(results)
  results = []
}
process.disconnect()
