#!/usr/bin/env node
// Learns rules/tables/subject-prefixes.tsv from the subjects of accepted patches, and says how far it carries:
//   npm run build && node bench/subject-prefixes.js ARCHIVE.git... [--write] [--list]
// Accepted is what somebody else took as posted (docs/measure.md), and every commit of linux-tip-commits. A row is a file or
// folder with its commonest first element and how many accepted patches lie wholly in it. Each archive is cut by date:
// the first 70 % teach, the rest are asked. --write writes the table from all of them; --list prints the
// patches of the rest that differ. Deterministic.
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstElement, homesOf } from '../dist/facts/subject/homes.js'
import { agrees, prefixTable, usualPrefix } from '../dist/facts/subject/usual.js'
import { acceptedPatches } from './accepted.js'

/** Folders whose children are different subsystems. */
const STRANGERS =
  /^(?:arch|drivers|drivers\/(?:char|misc|net|soc|staging)|fs|hw|include|kernel|lib|net|sound|target)\/$/

const args = process.argv.slice(2)
const archives = args.filter((arg) => !arg.startsWith('--'))
const seen = new Set()
const taught = []
const asked = []
const all = []
for (const archive of archives) {
  const rows = []
  for await (const { patch, accepted } of acceptedPatches(archive)) {
    const { messageId, date } = patch.message
    const paths = patch.files.map((file) => file.newPath ?? file.oldPath)
    const homes = paths.includes(null) ? [] : homesOf(paths)
    if (seen.has(messageId) || date === null || homes.length === 0) continue
    seen.add(messageId)
    const { title } = patch.text
    rows.push({ homes, title, messageId, date, accepted, element: firstElement(title) })
  }
  rows.sort((a, b) => (a.date < b.date ? -1 : 1))
  const cut = Math.floor(rows.length * 0.7)
  taught.push(...rows.slice(0, cut).filter((row) => row.accepted))
  asked.push(...rows.slice(cut).map((row) => ({ ...row, archive: basename(archive) })))
  all.push(...rows.filter((row) => row.accepted))
}

const known = prefixTable(prefixRows(taught))
const differing = asked.filter((row) => usualPrefix(known, row.homes, row.title) !== null)
const taken = differing.filter((row) => row.accepted)
console.log(
  `taught by ${taught.length} accepted patches: ${known.rows.size} rows; of ${asked.length} later patches (${asked.filter((row) => row.accepted).length} accepted) ${differing.length} differ (${taken.length})`,
)
if (args.includes('--list'))
  for (const row of differing) {
    const { path, prefix, accepted, patches } = usualPrefix(known, row.homes, row.title)
    console.log(
      `${row.accepted ? 'taken ' : '      '} ${row.archive} ${row.messageId}\t${row.title}\t${path} ${prefix} ${accepted}/${patches}`,
    )
  }

if (args.includes('--write')) {
  const rows = prefixRows(all)
  const names = archives.map((archive) => basename(archive, '.git')).join(', ')
  const to = fileURLToPath(new URL('../rules/tables/subject-prefixes.tsv', import.meta.url))
  const lines = [
    `# made by bench/subject-prefixes.js from the subjects of ${all.length} accepted patches of ${names}: of the patches wholly below path, how many begin with prefix`,
    'path\tprefix\taccepted\tpatches\tothers\tbelow',
    ...rows.map((row) =>
      [
        row.path,
        row.prefix,
        row.accepted,
        row.patches,
        row.others.join(', '),
        row.below.join(', '),
      ].join('\t'),
    ),
  ]
  writeFileSync(to, `${lines.join('\n')}\n`)
  console.log(`wrote ${rows.length} rows`)
}

/** One row for each path below which ten accepted patches or more lie. */
function prefixRows(some) {
  const below = new Map()
  const children = new Map()
  for (const { homes, element } of some)
    for (const [at, home] of homes.entries()) {
      below.set(home, [...(below.get(home) ?? []), element])
      children.set(home, (children.get(home) ?? new Set()).add(homes[at - 1] ?? home))
    }
  const byPath = new Map([...below].map(([path, elements]) => [path, rowOf(path, elements)]))
  return [...byPath.values()]
    .filter(({ path, patches }) => patches >= 10 && speaksForAll(path, children.get(path)))
    .filter(({ prefix }) => prefix !== '')
    .map((row) =>
      agrees(row) ? { ...row, below: foldersLike(row, children.get(row.path), byPath) } : row,
    )
    .filter(
      (row, _, kept) => agrees(row) || kept.some((other) => agrees(other) && isBelow(row, other)),
    )
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Folders directly in a row's that have its prefix. */
function foldersLike({ path, prefix }, children, rows) {
  return [...children]
    .filter((child) => child.endsWith('/') && child !== path)
    .map((child) => rows.get(child))
    .filter((row) => row.prefix === prefix && row.patches >= 2 && row.accepted >= 0.9 * row.patches)
    .map((row) => row.path.slice(path.length))
    .toSorted((a, b) => (a < b ? -1 : 1))
}

/** A row that does not agree is worth keeping where it keeps a folder above from speaking. */
function isBelow({ path }, above) {
  return above.path.endsWith('/') && path.startsWith(above.path)
}

/** What three of its children agree on a folder may say of a fourth; a top folder holds strangers. */
function speaksForAll(path, children) {
  return !path.endsWith('/') || (children.size >= 3 && !STRANGERS.test(path))
}

function rowOf(path, elements) {
  const counts = new Map()
  for (const element of elements) counts.set(element ?? '', (counts.get(element ?? '') ?? 0) + 1)
  const [[prefix, accepted], ...rest] = [...counts].toSorted(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  )
  const others = rest.filter(([name, n]) => n > 1 && name !== '').map(([name]) => name)
  const row = { path, prefix, accepted, patches: elements.length, others: [], below: [] }
  return agrees(row) ? { ...row, others } : row
}
