#!/usr/bin/env node
// Writes the commits that an archive of notices tells of (linux-tip-commits) as the patches their committers
// would have posted, so that they can be measured: npm run build && node bench/merged.js ARCHIVE.git > NAME.mbox
// Name the mbox like the archive: rules/tables/archives.tsv says of "linux-tip-commits" that all was merged.
import { mailsOf } from './corpus.js'

const [archive = ''] = process.argv.slice(2)
for await (const { bytes } of mailsOf(archive)) {
  const text = Buffer.from(bytes)
    .toString()
    .replace(/^(>*From )/gm, '>$1')
  // The header's own From: is no separator.
  process.stdout.write(`From mboxrd@z Thu Jan  1 00:00:00 1970\n${text.replace(/\n*$/, '')}\n\n`)
}
