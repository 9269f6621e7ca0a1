#!/usr/bin/env node
// Mails per second and peak memory of `lorelint parse`, beside git mailinfo and mailparser in the same run:
// npm run build && node bench/throughput.js ARCHIVE.git [MORE.git...]
// The first archive is read alone, then all together: memory must not grow with the number of mails.
// git mailinfo (a process per mail) and mailparser take 1,000 mails of the first archive. Reads /proc: Linux only.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mailsOf } from './corpus.js'

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const archives = process.argv.slice(2)
if (archives.length === 0) throw new Error('usage: throughput.js ARCHIVE.git [MORE.git...]')

const [first] = archives
if (process.env.THROUGHPUT_MAILPARSER === undefined) {
  console.log('what                                  mails   wall s   mails/s   peak MB')
  await measure(
    'parse --ndjson, 1,000 mails',
    [main, 'parse', '--ndjson', '-'],
    await mboxOf(first, 1000),
  )
  await measure('parse --ndjson, first archive', [main, 'parse', '--ndjson', first])
  await measure('parse, first archive', [main, 'parse', first])
  if (archives.length > 1) {
    await measure('parse --ndjson, all archives', [main, 'parse', '--ndjson', ...archives])
    await measure('parse, all archives', [main, 'parse', ...archives])
  }
  await mailinfo(await some(first, 1000))
  const env = { ...process.env, THROUGHPUT_MAILPARSER: '1' }
  spawnSync(process.execPath, [fileURLToPath(import.meta.url), first], { stdio: 'inherit', env })
} else {
  // The archive is read before the clock starts: this is about the parser.
  const mails = await some(first, 1000)
  const { simpleParser } = await import('mailparser')
  const start = performance.now()
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }
  for (const mail of mails) await simpleParser(mail, options)
  report('mailparser alone, 1,000 mails', mails.length, performance.now() - start, peakOf('self'))
}

/** Mails at an even stride over the archive. */
async function some(archive, count) {
  const all = []
  for await (const mail of mailsOf(archive)) all.push(Buffer.from(mail.bytes))
  const stride = Math.max(1, Math.floor(all.length / count))
  return all.filter((_, i) => i % stride === 0).slice(0, count)
}

async function mboxOf(archive, count) {
  const mails = await some(archive, count)
  const separator = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n'
  const quoted = mails.map((m) => m.toString('latin1').replaceAll(/^(>*From )/gm, '>$1'))
  return Buffer.from(quoted.map((text) => `${separator}${text.trimEnd()}\n\n`).join(''), 'latin1')
}

/** Runs a command to its end; mails are the lines it prints, or the messages of its document. */
async function measure(what, args, stdin = null) {
  const start = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(stdin ?? '')
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20)
  let mails = 0
  const mark = args.includes('--ndjson') ? '\n' : '\n      "kind":'
  let rest = ''
  for await (const chunk of child.stdout) {
    const text = rest + chunk.toString('latin1')
    mails += text.split(mark).length - 1
    rest = text.slice(Math.max(text.lastIndexOf(mark) + mark.length, text.length - mark.length + 1))
  }
  clearInterval(watch)
  report(what, mails, performance.now() - start, peak)
}

/** Peak resident memory in MB; 0 when the process is gone. */
function peakOf(pid) {
  try {
    return (
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    )
  } catch {
    return 0
  }
}

async function mailinfo(mails) {
  const start = performance.now()
  for (const input of mails) spawnSync('git', ['mailinfo', '/dev/null', '/dev/null'], { input })
  report('git mailinfo, a process per mail', mails.length, performance.now() - start, null)
}

function report(what, mails, ms, peak) {
  const columns = [
    what.padEnd(36),
    String(mails).padStart(6),
    (ms / 1000).toFixed(2).padStart(8),
    Math.round(mails / (ms / 1000))
      .toString()
      .padStart(9),
    peak === null ? '        -' : Math.round(peak).toString().padStart(9),
  ]
  console.log(columns.join(' '))
}
