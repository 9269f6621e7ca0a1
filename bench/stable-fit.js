#!/usr/bin/env node
// Fits rules/tables/stable-weights.tsv to labels, and says how far the score carries:
//   npm run build && node bench/stable-fit.js LABELS-FOLDER ARCHIVE.git... [--write] [--list]
// LABELS-FOLDER holds stable-objection.jsonl, review-stable-not-a-bugfix.jsonl and stable-accepted.jsonl. Every figure is printed
// in-sample and from folds that no author crosses (five folds, five seeds). Deterministic. --write rewrites the column
// "weight" and the threshold; --list prints the accepted patches above it and the rejected ones below.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stableFeatures } from '../dist/facts/stable/features.js'
import { heldBack } from '../dist/facts/stable/held-back.js'
import { auc, caught, fit } from './logistic.js'
import { labelledPatches } from './stable-labels.js'

const LAMBDA = 8
/** Fixes: objections are of another sort, and accepted ones many: they count less. */
const WEIGHT = { 'no-fix': 2, accepted: 1, 'fixes-no-fix': 0.5, 'fixes-accepted': 0.1, unworthy: 0 }
/** A bar set at 1 % of what was seen lets through more of what was not. */
const SHARE = 0.0025

const args = process.argv.slice(2)
const [folder, ...archives] = args.filter((arg) => !arg.startsWith('--'))
const path = fileURLToPath(new URL('../rules/tables/stable-weights.tsv', import.meta.url))
const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
const cells = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'))
const table = cells.slice(1).filter(([name]) => name !== 'threshold')
const names = table.map(([name]) => name)
const priors = table.map(([, , prior]) => Number(prior))

const { found, present, missing } = await labelledPatches(folder, archives)
const rows = found.map((row) => {
  const features = stableFeatures(row.patch)
  const held = heldBack(row.patch, new Set(features))
  const x = features.map((name) => names.indexOf(name)).filter((j) => j !== -1)
  return { ...row, x, held, y: row.kind.endsWith('no-fix') ? 1 : 0, w: WEIGHT[row.kind] }
})
console.log(
  `labels: ${[...present].map(([label, n]) => `${n} ${label}`).join(', ')}; ${missing} not in the archives`,
)

const train = (some) =>
  fit(
    some.filter((row) => row.w > 0),
    priors,
    LAMBDA,
  )
const scoreBy = (weights) => (row) => row.x.reduce((sum, j) => sum + weights[j], 0)
/** What is held back is never called no fix, whatever its score. */
const decided = (score) => (row) => (row.held === null ? score(row) : score(row) - 1000)

function print(name, score) {
  const of = (kind) => rows.filter((row) => row.kind === kind).map(score)
  const recall = (bad, good) =>
    [0.01, 0.02, 0.05].map((share) => caught(of(bad), of(good), share)).join(' / ')
  console.log(
    `${name.padEnd(22)} AUC ${auc(of('no-fix'), of('accepted')).toFixed(3)}, at 1 / 2 / 5 % of accepted: ${recall('no-fix', 'accepted')} of ${of('no-fix').length} no fix, ${recall('unworthy', 'accepted')} of ${of('unworthy').length} unworthy; Fixes: only: AUC ${auc(of('fixes-no-fix'), of('fixes-accepted')).toFixed(3)}, ${recall('fixes-no-fix', 'fixes-accepted')} of ${of('fixes-no-fix').length}`,
  )
}

const whole = train(rows)
const rounded = whole.slice(0, -1).map((weight) => Math.round(4 * weight))
const said = decided(scoreBy(rounded))
const crossed = []
for (let seed = 0; seed < 5; seed++) {
  const fold = ({ author }) => createHash('sha256').update(`${seed} ${author}`).digest()[0] % 5
  const scores = new Map()
  for (let k = 0; k < 5; k++) {
    const weights = train(rows.filter((row) => fold(row) !== k))
    const score = decided(scoreBy(weights))
    for (const row of rows) if (fold(row) === k) scores.set(row, score(row) + weights.at(-1))
  }
  const score = (row) => scores.get(row)
  print(`cross-validated, ${seed}`, score)
  crossed.push(
    [0.01, 0.02, 0.05].map((share) => {
      const of = (kind) => rows.filter((row) => row.kind === kind).map(score)
      return caught(of('no-fix'), of('accepted'), share) / of('no-fix').length
    }),
  )
}
const mean = [0, 1, 2].map((i) => crossed.reduce((sum, row) => sum + row[i], 0) / crossed.length)
console.log(`cross-validated, mean  ${mean.map((m) => `${(100 * m).toFixed(0)} %`).join(' / ')}`)
print('priors alone', decided(scoreBy(priors)))
print('in-sample', decided(scoreBy(whole)))
print('in-sample, as written', said)

const accepted = rows.filter((row) => row.kind === 'accepted')
const share = (t) => accepted.filter((row) => said(row) > t).length / accepted.length
let threshold = Math.max(...rows.map(said).filter((s) => s > -500))
while (share(threshold - 1) <= SHARE) threshold--
const bad = rows.filter((row) => row.kind === 'no-fix')
for (let t = threshold - 3; t <= threshold + 3; t++) {
  const now = bad.filter((row) => said(row) > t).length
  console.log(
    `${t === threshold ? 'threshold' : '         '} ${t}: ${(100 * share(t)).toFixed(2)} % of accepted, ${now} of ${bad.length} no fix`,
  )
}

if (args.includes('--list')) {
  const show = (row) =>
    console.log(
      `${String(said(row)).padStart(6)} ${row.kind} ${row.id} ${row.patch.text.title} | ${row.held ?? row.x.map((j) => names[j]).join(' ')}`,
    )
  rows
    .filter((row) => row.kind === 'accepted' && said(row) > threshold - 3)
    .toSorted((a, b) => said(b) - said(a))
    .forEach(show)
  bad.toSorted((a, b) => said(b) - said(a)).forEach(show)
}
if (args.includes('--write')) {
  const fresh = new Map(names.map((name, j) => [name, rounded[j]]))
  fresh.set('threshold', threshold)
  const text = lines.map((line) => {
    const [name, , ...rest] = line.split('\t')
    return fresh.has(name) ? [name, fresh.get(name), ...rest].join('\t') : line
  })
  writeFileSync(path, `${text.join('\n')}\n`)
}
