#!/usr/bin/env node
// What rules cost: the same patches judged with 10, 100 and 1,000 rules, in turn, in one process.
//   npm run build && node bench/rule-count.js ARCHIVE.git [PATCHES] [ROUNDS] [--idle]
// The rules are made from words of the archive itself (half of them; the other half names nobody uses), in
// (with --idle all of them nobody uses) every shape a rule may have: calls, conditions, two sides, lists, lines, heads, trailers, folders.
import { loadRules } from '../dist/index.js'
import { readInbox } from '../dist/inbox.js'
import { LIMITS } from '../dist/limits.js'
import { openReviewer } from '../dist/reviewer.js'
import { mailsOf } from './corpus.js'

const args = process.argv.slice(2)
const idle = args.includes('--idle')
const [archive, most = '2000', rounds = '5'] = args.filter((arg) => arg !== '--idle')

async function* first(mails, count) {
  let left = count
  for await (const mail of mails) {
    if (left-- <= 0) return
    yield mail
  }
}

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const beforeReading = cpu()
const inbox = await readInbox(first(mailsOf(archive), Number(most) * 3), {
  quoted: 'never',
  limits: LIMITS,
  onMail: () => {},
  breathe: async () => {},
})
const series = []
let patches = 0
for (const posted of inbox.series) {
  if (patches >= Number(most)) break
  const loaded = await posted.load()
  patches += loaded.patches.length
  series.push(loaded)
}

const reading = (cpu() - beforeReading) / patches

/** Called functions by how often they stand on added lines, and the titles' words. */
function wordsOf() {
  const calls = new Map()
  const titles = new Map()
  for (const { patches: all } of series) {
    for (const { files, text } of all) {
      for (const word of text.title.match(/\b[a-z]{5,}\b/g) ?? [])
        titles.set(word, (titles.get(word) ?? 0) + 1)
      for (const { hunks } of files)
        for (const { lines } of hunks)
          for (const { sign, text: line } of lines)
            if (sign === '+')
              for (const [, word] of line.matchAll(/\b([a-z_]\w{4,})\(/g))
                calls.set(word, (calls.get(word) ?? 0) + 1)
    }
  }
  const sorted = (map) =>
    [...map].toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word)
  return { calls: sorted(calls), titles: sorted(titles) }
}

const words = wordsOf()
const pick = (all, i, of) => all[Math.floor(((i + 0.5) / of) * all.length)]

function ruleText(i, of) {
  const isUsed = !idle && i % 2 === 0
  const word = isUsed ? pick(words.calls, i, of) : `nobody_calls_${i}`
  const title = isUsed ? pick(words.titles, i, of) : `nosuchword${i}`
  const shapes = [
    `+\t${word}($X, ...);`,
    `+\tif (!$P)\n+\t\treturn ${word}($P);`,
    `-\t${word}($...ARGS);\n+\t${word}_new($...ARGS);`,
    `+\t$F(...);\nwhere $F is-in {list-${i}}`,
    `Subject: /\\b${title}\\b.*(fix|add)/i`,
    `Link: *${title}*`,
    `Message: /${title} (?:and|or)/`,
    `+\t$R = ${word}($X);\n \t...\n+\tif ($R)\n+\t\treturn $R;`,
  ]
  const match = shapes[i % shapes.length]
  const files = i % 5 === 4 ? `files: drivers/made-up-${i}/\n` : ''
  return `---\nseverity: note\n${files}---\n# Rule ${i}\n\nMade by a bench.\n\n## Match\n\n\`\`\`diff\n${match}\n\`\`\`\n\n## Comment\n\n\`\`\`text\nMade by a bench.\n\`\`\`\n`
}

function setOf(count) {
  const files = []
  for (let i = 0; i < count; i++) {
    const names = Array.from({ length: 10 }, (_, k) => `listed_${i}_${k}`).join('\n')
    files.push({
      path: `lists/list-${i}.txt`,
      file: 'l',
      text: `# made by bench/rule-count.js\n${names}\n`,
    })
    files.push({ path: `made/rule-${i}.md`, file: `made/rule-${i}.md`, text: ruleText(i, count) })
  }
  const packFile = '---\nowner: bench\n---\n# Made\n\nBy a bench.\n'
  const loaded = loadRules([
    { path: 'made/PACK.md', file: 'made/PACK.md', text: packFile },
    ...files,
  ])
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors.slice(0, 3)))
  return loaded.set
}

const counts = [10, 100, 1000]
const reviewers = new Map()
for (const count of counts) {
  const start = cpu()
  const set = setOf(count)
  const loaded = cpu()
  const reviewer = await openReviewer({ set, tree: null, limits: LIMITS, clock: () => 0 })
  console.log(
    `${count} rules: ${(loaded - start).toFixed(0)} ms to read, ${(cpu() - loaded).toFixed(0)} ms to compile`,
  )
  reviewers.set(count, reviewer)
}
const times = new Map(counts.map((count) => [count, []]))
for (let round = 0; round < Number(rounds); round++) {
  for (const count of counts) {
    const reviewer = reviewers.get(count)
    const start = cpu()
    let comments = 0
    for (const one of series) {
      comments += (await reviewer(one)).comments.length
      await new Promise(setImmediate)
    }
    times.get(count).push(cpu() - start)
    if (round === 0) console.log(`${count} rules: ${comments} comments on ${patches} patches`)
  }
}
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
const [base] = counts.map((count) => median(times.get(count)))
console.log(`reading a mail: ${reading.toFixed(3)} ms a patch, whatever the rules`)
for (const count of counts) {
  const time = median(times.get(count))
  const whole = (reading + time / patches) / (reading + base / patches)
  console.log(
    `${count} rules: ${(time / patches).toFixed(3)} ms a patch to judge; with reading ${whole.toFixed(2)} times as for ${counts[0]}`,
  )
}
