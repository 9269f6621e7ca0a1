// Asks git what it makes of mails: git mailinfo, then git apply --numstat -z on what it wrote.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// One shell for many mails: starting git from here would copy this process each time.
const script = `i=0
while [ -e "$i.eml" ]; do
  git mailinfo "$i.msg" "$i.patch" <"$i.eml" >"$i.info" 2>"$i.error" || echo "exit $?" >"$i.failed"
  [ -e "$i.patch" ] && git apply --numstat -z --allow-empty "$i.patch" >"$i.stat" 2>"$i.refused"
  i=$((i + 1))
done`

/** What git says of each of the mails (Buffers). */
export function askGit(mails) {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'against-git-'))
  try {
    for (const [i, bytes] of mails.entries()) writeFileSync(join(folder, `${i}.eml`), bytes)
    const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' }
    execFileSync('sh', ['-c', script], { cwd: folder, env, stdio: 'ignore' })
    return mails.map((_, i) => readAnswer((name) => read(join(folder, `${i}.${name}`))))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function read(file) {
  return existsSync(file) ? readFileSync(file) : null
}

function readAnswer(file) {
  const info = new Map(
    (file('info') ?? '')
      .toString()
      .split('\n')
      .map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
  )
  const refused = file('refused')?.toString().trim() ?? ''
  return {
    failed: file('failed') === null ? null : (file('error')?.toString().trim() ?? ''),
    author: info.get('Author') ?? '',
    email: info.get('Email') ?? '',
    subject: info.get('Subject') ?? '',
    log: file('msg')?.toString() ?? '',
    patch: file('patch')?.toString('latin1') ?? '',
    refused: /^error: (?!.*whitespace)/m.test(refused) ? refused : null,
    files: statOf(file('stat')?.toString('latin1') ?? ''),
  }
}

// "1\t2\tpath\0"; "-" for a binary file.
function statOf(text) {
  return text
    .split('\0')
    .slice(0, -1)
    .map((line) => {
      const [added = '', removed = '', ...path] = line.split('\t')
      return `${added} ${removed} ${path.join('\t')}`
    })
}
