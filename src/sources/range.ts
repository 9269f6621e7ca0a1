import { commitOf, withCommitter } from '../commit-mark.ts'
import type { Address, RawMail } from '../model.ts'
import { gitWords, runGit, spawnGit } from './git.ts'
import { MOST_BYTES } from './limit.ts'
import { readMboxStream } from './mbox.ts'
import { unescapeMboxrd } from './mbox-split.ts'

/** The commits of `A..B`, each as the mail that git format-patch would send. */
export async function* readRange(
  range: string,
  repo: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  const { from, to } = await endsOf(range, repo)
  const ends = `${from}..${to}`
  await refuseOwnChanges(ends, range, repo)
  const mails: RawMail[] = []
  for await (const mail of readMboxStream(formatPatch(ends, range, repo), range, most))
    mails.push(mail)
  const committers = await committersOf(ends, repo)
  const seen = new Set<string>()
  for (const [i, mail] of mails.entries()) {
    const commit = commitOf(mail.bytes) ?? ''
    const committer = committers.get(commit)
    // What git writes must come back as it went in: each commit once, and nothing else.
    if (committer === undefined || seen.has(commit))
      throw new Error(`cannot read ${range}: git printed what is no commit of it`)
    seen.add(commit)
    const bytes = withCommitter(unescapeMboxrd(Buffer.from(mail.bytes)), committer)
    yield { origin: `${range} ${i + 1}/${mails.length}`, bytes, reload: async () => bytes }
  }
}

/** Commit id -> who committed it. */
async function committersOf(ends: string, repo: string): Promise<ReadonlyMap<string, Address>> {
  const format = ['--encoding=UTF-8', '--no-show-signature', '--format=%H%x09%ce%x09%cn']
  const lines = await runGit(repo, ['log', ...format, '--end-of-options', ends, '--'])
  return new Map(
    lines.split('\n').map((line) => {
      const [id = '', address = '', ...name] = line.split('\t')
      return [id, { name: name.join(' '), address }]
    }),
  )
}

/** The object ids of a range's ends; no name is HEAD. */
export async function endsOf(
  range: string,
  repo: string,
): Promise<{ readonly from: string; readonly to: string }> {
  const [from = '', to = ''] = range.split('..', 2)
  return { from: await resolve(from, range, repo), to: await resolve(to, range, repo) }
}

/** format-patch leaves merges out; one that changes more than its parents do must not pass unseen. */
async function refuseOwnChanges(ends: string, range: string, repo: string): Promise<void> {
  const merges = (
    await runGit(repo, ['rev-list', '--merges', '--end-of-options', ends, '--'])
  ).split('\n')
  for (const merge of merges.filter((id) => id !== '')) {
    const show = [
      'diff-tree',
      '--cc',
      '--no-commit-id',
      '--no-ext-diff',
      '--no-textconv',
      '--end-of-options',
      merge,
    ]
    if ((await runGit(repo, show)).trim() === '') continue
    const id = merge.slice(0, 12)
    throw new Error(
      `cannot read ${range}: merge ${id} changes files itself, which no patch shows; review it apart, or give a range without it`,
    )
  }
}

/** Object ids instead of names: nothing a user types reaches git format-patch. */
async function resolve(ref: string, range: string, repo: string): Promise<string> {
  if (ref.startsWith('-')) {
    throw new Error(`cannot read ${range}: a revision cannot begin with "-"`)
  }
  const name = ref === '' ? 'HEAD' : ref
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
    const id = (await runGit(repo, args)).trim().split('\n').at(-1) ?? ''
    if (/^[0-9a-f]{40,64}$/.test(id)) return id
  } catch (error) {
    throw new Error(`cannot read ${range}: no commit "${name}" in ${repo}`, { cause: error })
  }
  throw new Error(`cannot read ${range}: "${name}" is not one commit of ${repo}`)
}

/** Fixed options: the user's configuration must not change what is reviewed. */
async function* formatPatch(
  ends: string,
  range: string,
  repo: string,
): AsyncGenerator<Uint8Array, void, void> {
  const settings = ['format.encodeEmailHeaders=true', 'format.numbered=auto']
  const child = spawnGit(repo, [
    ...settings.flatMap((s) => ['-c', s]),
    'format-patch',
    '--stdout',
    // Else a log can hold the first lines of a mail of its own; `-c format.pretty=mboxrd` escapes none.
    '--pretty=mboxrd',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-attach',
    '--no-thread',
    '--no-cover-letter',
    '--no-notes',
    '--no-base',
    '--no-to',
    '--no-cc',
    '--no-add-header',
    '--no-from',
    '--no-signoff',
    // format.signatureFile could name any file of the user's.
    '--no-signature',
    '--no-relative',
    '--submodule=short',
    '--subject-prefix=PATCH',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    '--unified=3',
    '--inter-hunk-context=0',
    '--diff-algorithm=default',
    '-O/dev/null',
    '--find-renames',
    '--full-index',
    '--end-of-options',
    ends,
    '--',
  ])
  const stderr: Buffer[] = []
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  const closed = new Promise<number | null>((done, fail) => {
    child.on('close', done)
    child.on('error', fail)
  })
  // Awaited below; without this a failed start would be an unhandled rejection first.
  closed.catch(() => null)
  if (child.stdout !== null) yield* child.stdout
  const code = await closed
  if (code === 0) return
  const said = { stderr: Buffer.concat(stderr).toString('utf8') }
  throw new Error(`cannot read ${range}: ${gitWords(said)}`)
}
