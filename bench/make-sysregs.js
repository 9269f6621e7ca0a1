#!/usr/bin/env node
// Makes rules/tables/arm64-sysregs.tsv from a CSV of AArch64 system registers (one header row, RFC 4180
// quoting): node bench/make-sysregs.js arm64-sysregs.csv > rules/tables/arm64-sysregs.tsv
import { readFileSync } from 'node:fs'

const rows = readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8')
  .trimEnd()
  .split('\n')
const cells = rows.map((row) =>
  [...row.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^,"]*))(?=,|$)/g)].map(
    (m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '',
  ),
)
const width = cells[0].length
const odd = cells.findIndex((row) => row.length !== width)
if (odd !== -1)
  throw new Error(`line ${odd + 1}: ${cells[odd].length} cells, the header has ${width}`)
console.log('# node bench/make-sysregs.js arm64-sysregs.csv > rules/tables/arm64-sysregs.tsv')
console.log(
  '# Encodings from arch/arm64/include/asm/sysreg.h and arch/arm64/tools/sysreg, lowest EL from op1; KVM columns from sys_regs.c of 6.1 and 7.3.',
)
for (const row of cells) console.log(row.join('\t'))
