import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { numstat } from '../src/diff/numstat.ts'
import { readPatch } from '../src/diff/patch.ts'
import { patchStatus } from '../src/diff/status.ts'
import { patchText } from '../src/mail/patch-text.ts'
import { asGit } from '../src/report/as-git.ts'
import { body, diff, head, log, parse, quote, texts } from './mail-parts.ts'

/** What git mailinfo and git apply --numstat say otherwise than we, and the codes of our problems. */
async function againstGit(mail: string | Buffer) {
  const message = await parse(mail)
  const text = patchText(message)
  const patch = text === null ? null : readPatch(message, text)
  const told = [...message.problems, ...(patch?.problems ?? [])].map((p) => p.code)
  const folder = mkdtempSync(`${tmpdir()}/lorelint-mail-`)
  const git = (args: readonly string[], input?: string | Buffer) =>
    spawnSync('git', args, { cwd: folder, input, encoding: 'latin1', env: gitEnv })
  const info = git(['mailinfo', 'msg', 'patch'], mail)
  const stat = git(['apply', '--numstat', '-z', 'patch'])
  const msg = info.status === 0 ? readFileSync(`${folder}/msg`, 'utf8') : ''
  const wanted = info.status === 0 ? readFileSync(`${folder}/patch`, 'latin1') : ''
  rmSync(folder, { recursive: true })
  if (info.status !== 0 || stat.status !== 0 || text === null || patch === null)
    return { differs: ['git fails'], told, error: stat.stderr, patch }
  const said = Buffer.from(info.stdout, 'latin1').toString()
  const { author, title } = text
  const own = [
    `Author: ${author.name === '' ? author.address : author.name}`,
    `Email: ${author.address}`,
    `Subject: ${title}`,
  ]
  const files = patch.files.map((file) => {
    const { added, removed } = numstat(file)
    return `${added}\t${removed}\t${file.newPath ?? file.oldPath ?? ''}\0`
  })
  const differs = own.filter((line) => !said.includes(`${line}\n`)).map((l) => l.split(':', 1)[0])
  if (
    texts(text.log)
      .map((line) => `${line}\n`)
      .join('') !== msg
  )
    differs.push('log')
  if (files.join('') !== Buffer.from(stat.stdout, 'latin1').toString()) differs.push('files')
  if (asGit(message, text).patchBytes !== wanted) differs.push('bytes')
  return { differs, told, error: '', patch }
}

const gitEnv = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' }

describe('a mail is read as git am reads it, or it is said', () => {
  const mime = (...parts: readonly string[]) =>
    `${head}Content-Type: multipart/mixed; boundary="b"\n\n${parts.map((p) => `--b\n${p}\n`).join('')}--b--\n`
  const plain = 'Content-Type: text/plain\n\n'
  const attached = (type: string, name: string) =>
    `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\n\n`
  const from = (line: string) => `${head.replace(/^From: .*/, line)}\n${body}`
  const other = diff.replaceAll('foo.c', 'bar.c')
  const check = (
    name: string,
    mail: string | Buffer,
    told: readonly string[] = [],
    differs: readonly string[] = [],
  ) =>
    test(name, async () => {
      const found = await againstGit(mail)
      expect({ told: found.told, differs: found.differs }).toEqual({ told, differs })
    })
  check('an ordinary patch', `${head}\n${body}`)
  check('the same file twice', `${head}\n${log}---\n${diff}\n${diff}\n`, ['file-twice'])
  check(
    'a hunk below the signature',
    `${head}\n${body}@@ -9 +9 @@\n-a\n+b\n`,
    ['text-between-hunks'],
    ['git fails'],
  )
  check('changed lines below a hunk', `${head}\n${log}---\n${diff}\n+\tmore();\n`, [
    'lines-after-hunk',
  ])
  check('a file below the signature', `${head}\n${body}${other}\n`)
  check('a diff in the log', `${head}\nIt was\n\n${other}\n\nbefore.\n${body}`, ['diff-in-log'])
  check('an indented diff in the log', `${head}\nIt was\n\n${quote(other, '  ')}\n\n${body}`)
  check('"---" twice', `${head}\n${log}---\nv2: x\n---\n${diff}\n`)
  check('two patches', `${head}\n${body}\nWhy.\n---\n${other}\n`, ['several-patches'])
  check(
    'two attached patches',
    mime(
      `${plain}see\n`,
      `${attached('text/x-patch', '1.patch')}${body}`,
      `${attached('text/x-patch', '2.patch')}${log}---\n${other}\n`,
    ),
    ['several-patches'],
  )
  check(
    'an attached patch of no type',
    mime(`${plain}see\n`, `${attached('application/octet-stream', 'x')}${body}`),
  )
  check(
    'inline and attached',
    mime(`${plain}${body}`, `${attached('text/x-patch', 'x.diff')}${body}`),
    ['patch-twice'],
    ['files', 'bytes'],
  )
  check(
    'an attached mail',
    mime(`${plain}${body}`, `Content-Type: message/rfc822\n\n${head}\n${log}---\n${other}\n`),
    ['part-left-out'],
    ['files', 'bytes'],
  )
  const parts = `${plain}see\n`
  const code = `Content-Type: text/x-patch\nContent-Transfer-Encoding: base64\n\n`
  check('a base64 part', mime(parts, `${code}${Buffer.from(body).toString('base64')}`))
  check(
    'a base64 part without line feed',
    mime(parts, `${code}${Buffer.from(body.trimEnd()).toString('base64')}`),
  )
  check(
    'quoted-printable that ends in a soft break',
    mime(parts, `${code.replace('base64', 'quoted-printable')}${body.trimEnd()}=`),
  )
  check('a part that no boundary ends', mime(parts, `${plain}${body}`).replace(/\n--b--\n$/, '\n'))
  check('an end boundary without line feed', mime(parts, `${plain}${body}`).trimEnd())
  check(
    'parts within parts',
    mime(
      `Content-Type: multipart/mixed; boundary=c\n\n\n--c\n${parts}--c\n${plain}${body}\n--c--\n`,
      `${plain}____\nthe list\n`,
    ),
  )
  check(
    'end boundaries one after the other, and again',
    `${mime(`Content-Type: multipart/mixed; boundary=c\n\n\n--c\n${plain}${body}\n--c--`)}--b--\n--c--\n`,
  )
  check('a list footer of its own', mime(`${plain}${body}`, `${plain}____\nthe list\n`))
  check(
    'an S/MIME signature',
    mime(
      `${plain}${body}`,
      'Content-Type: application/pkcs7-signature\nContent-Transfer-Encoding: base64\n\nMIIB\n',
    ),
    ['part-left-out'],
    ['bytes'],
  )
  check(
    'HTML beside the text',
    mime(`${plain}${body}`, `Content-Type: text/html\n\n<pre>\n${diff}\n</pre>\n`),
    ['part-left-out'],
    ['files', 'bytes'],
  )
  check('From: twice', `From: Else <e@x>\n${head}\n${body}`, ['header-twice'])
  check('Subject: twice', `Subject: else\n${head}\n${body}`, ['header-twice'])
  check('in-body From: twice', `${head}\nFrom: R <r@x>\nFrom: S <s@x>\n\n${body}`)
  check(
    'a format-patch file in the body',
    `${head}\nFrom ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: R <r@x>\nSubject: [PATCH] y\n\n${body}`,
  )
  check('scissors', `${head}\nHi,\n\n-- >8 --\nFrom: R <r@x>\n\n${body}`, ['scissors'])
  check('"8< cut here"', `${head}\nHi,\n8< - - cut here - - >8\n${body}`, ['scissors'])
  check(
    'X via a list',
    from('From: Jane Doe via B4 Relay <devnull@x>\nReply-To: jane@x'),
    ['author-differs'],
    ['Author', 'Email'],
  )
  check(
    "'X' via a group",
    from("From: 'Jane Doe' via Foo <foo@x>\nX-Original-From: Jane Doe <j@x>"),
    ['author-differs'],
    ['Author', 'Email'],
  )
  check(
    'X via a list, in-body From:',
    from('From: Jane Doe via B4 Relay <devnull@x>\nReply-To: jane@x').replace(
      `\n${body}`,
      `\nFrom: J <j@x>\n\n${body}`,
    ),
  )
  check('several authors', from('From: A B <a@x>, C D <c@x>'), ['author-differs'], ['Author'])
  check(
    'an address as name',
    from('From: "bot for p@x" <bot@x>'),
    ['author-differs'],
    ['Author', 'Email'],
  )
  check(
    'CRLF that base64 protects',
    `${head}Content-Transfer-Encoding: base64\n\n${Buffer.from(body.replaceAll('\n', '\r\n')).toString('base64')}\n`,
    ['quoted-crlf'],
    ['log'],
  )
  check(
    'bad quoted-printable',
    `${head}Content-Transfer-Encoding: quoted-printable\n\n${body.replace('broken', 'b=ZZ= \nroken')}`,
  )
  check(
    'Latin-1 bytes stay',
    Buffer.from(
      `${head}Content-Type: text/plain; charset=iso-8859-1\n\n${body.replace('return 0', 'r\xe9t')}`,
      'latin1',
    ),
  )
  check('NUL bytes', `${head}\n${body.replace('return 0', 'ret\0urn 0')}`, ['nul-bytes'])
  check(
    'charset "y" in a header',
    from('From: =?y?q?J=E4ne?= <j@x>'),
    ['charset-unknown'],
    ['git fails'],
  )
  check(
    'unknown-8bit',
    Buffer.from(
      `${head}Content-Type: text/plain; charset=unknown-8bit\n\n${body.replace('broken', 'br\xf6ken')}`,
      'latin1',
    ),
    ['charset-unknown'],
    ['git fails'],
  )
  check(
    'UTF-16 as charset',
    Buffer.concat([
      Buffer.from(`${head}Content-Type: text/plain; charset=utf-16le\n\n`),
      Buffer.from(body, 'utf16le'),
    ]),
    ['utf-16'],
    ['git fails'],
  )
  check(
    'a byte order mark',
    `\uFEFF${head}\n${body}`,
    ['byte-order-mark'],
    ['Author', 'Email', 'Subject', 'log'],
  )
  check(
    'a hunk without a file',
    `${head}\n${log}---\n@@ -1 +1 @@\n-a\n+b\n\n${diff}\n`,
    ['git-refuses'],
    ['git fails'],
  )
  check('no line feed at the end', `${head}\n${log}---\n${diff}`, ['git-refuses'], ['git fails'])

  test('a refusal is told in the words of git', async () => {
    const { patch, error } = await againstGit(`${head}\n${body.replace('@@ -1,3', '@@ -1,9')}`)
    const status = patch === null ? null : patchStatus(patch)
    expect(status).toMatchObject({ status: 'corrupt', error: { line: 18 } })
    expect(error).toContain(`error: ${status?.error?.text}\n`)
  })
})
