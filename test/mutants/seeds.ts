import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Mails as latin1, a character per byte: the fixtures, and one of each way to send a patch. */
export function seedMails(fixtures: string): readonly [string, ...string[]] {
  const files = readdirSync(fixtures).filter((file) => file.endsWith('.mbox'))
  const read = files.toSorted().map((file) => readFileSync(join(fixtures, file), 'latin1'))
  return [series(), ...read, ...crafted()]
}

const log = `KVM: arm64: the handler is asked by Jos\u00e9 for nothing.

Fixes: 1f2e3d4c5b6a ("KVM: arm64: Emulate the PMU")
Cc: stable@vger.kernel.org
Signed-off-by: A Developer <dev@example.org>
`
const regs = 'arch/arm64/kvm/sys_regs.c'
const diff = `diff --git a/${regs} b/${regs}
index 5e0a7d91c4f6..0b92d8e3f71a 100644
--- a/${regs}
+++ b/${regs}
@@ -200,3 +200,3 @@ static const struct sys_reg_desc sys_reg_descs[] = {
 \t{ SYS_DESC(SYS_ERRIDR_EL1), trap_raz_wi },
-\t{ SYS_DESC(SYS_ERRSELR_EL1), trap_raz_wi },
+\t{ SYS_DESC(SYS_ERRSELR_EL1), access_errselr, .val = 0 },
 \t{ SYS_DESC(SYS_PMMIR_EL1), trap_raz_wi },
diff --git a/lib/x.c b/lib/y.c
similarity index 90%
rename from lib/x.c
rename to lib/y.c
--- a/lib/x.c
+++ b/lib/y.c
@@ -1,4 +1,5 @@ int f(void)
 {
-\treturn "jos\u00e9" /* why */;
+\tif (x)
+\t\treturn 0;
 }
\u0020
`
const patch = `${log}---\n ${regs} | 2 +-\n lib/{x.c => y.c} | 3 ++-\n\n${diff}-- \n2.50.1\n`

function head(subject: string, id: string, more = ''): string {
  const [from, to] = ['A Developer <dev@example.org>', 'list@example.org']
  return `From: ${from}\nTo: ${to}\nSubject: ${subject}\nDate: Mon, 2 Mar 2026 09:15:00 +0100\nMessage-ID: <${id}@example.org>\nMIME-Version: 1.0\n${more}`
}

const base64 = (text: string): string =>
  Buffer.from(text, 'latin1').toString('base64').replaceAll(/.{76}/g, '$&\n').concat('\n')
const quotedPrintable = (text: string): string =>
  text
    .replaceAll(/[^\t\n -<>-~]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/.{70}(?=[^\n]{6})/g, '$&=\n')
const part = (type: string, text: string, more = ''): string =>
  `Content-Type: ${type}\n${more}\n${text}\n`
const encoded = (encoding: string): string => `Content-Transfer-Encoding: ${encoding}\n`
const plain = 'text/plain; charset=iso-8859-1'

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((one) => `--${boundary}\n${one}`).join('')
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\npreamble\n${body}--${boundary}--\n`
}

/** A mail whose body is what `multipart` or `part` makes. */
function crafted(): readonly string[] {
  const attachment = `Content-Disposition: attachment; filename="0001-x.patch"\n`
  const signature = part('application/pgp-signature', '-----BEGIN PGP SIGNATURE-----\nabc\n')
  const html = part('text/html', '<html><pre>+\treturn 0;</pre></html>')
  const reply = `On Monday A wrote:\n${patch.replaceAll(/^/gm, '> ')}\nReviewed-by: B <b@example.org>\n`
  const bodies: readonly string[] = [
    multipart('mixed', 'aaa', [
      part(plain, 'Please see.'),
      part('text/x-patch', base64(patch), attachment + encoded('base64')),
    ]),
    multipart('signed', 'bbb', [
      part(plain, quotedPrintable(patch), encoded('quoted-printable')),
      signature,
    ]),
    multipart('alternative', 'ccc', [part(plain, patch, encoded('8bit')), html]),
    multipart('mixed', 'ddd', [
      multipart('alternative', 'dd', [part(plain, patch, encoded('8bit')), html]),
      part('text/plain', '_______________________________________________\nlist footer'),
    ]),
    multipart('mixed', 'eee', [part('message/rfc822', `${head('[PATCH] x', 'in')}\n${patch}`)]),
    part(plain, base64(patch), encoded('base64')),
    part(plain, quotedPrintable(patch), encoded('quoted-printable')),
    part('text/plain; charset=us-ascii; format=flowed; delsp=yes', patch.replaceAll(/,/g, ', \n')),
    part('text/html', '<html><body><pre>+\treturn 0;</pre></body></html>'),
    part('text/plain; charset=utf-8', reply),
  ]
  const mails = bodies.map((body, i) => head('[PATCH v2] KVM: arm64: Show them', `c${i}`, body))
  const utf16 = Buffer.from(`\ufeff${head('[PATCH] a: b', 'u')}\n${patch}`, 'utf16le')
  return [...mails, utf16.toString('latin1')]
}

/** As git send-email and lore have it: a cover letter, two patches, an answer. */
function series(): string {
  const mails = [
    `${head('[PATCH v2 0/2] KVM: arm64: Two', 's0')}\nThey are two.\n\nchange-id: 20260101-two-aa\n`,
    `${head('[PATCH v2 1/2] KVM: arm64: Show them', 's1', 'In-Reply-To: <s0@example.org>\n')}\n${patch}`,
    `${head('[PATCH v2 2/2] lib: Move x', 's2', 'References: <s0@example.org>\n')}\n${patch}`,
    `${head('Re: [PATCH v2 1/2] KVM: arm64: Show them', 's3', 'In-Reply-To: <s1@example.org>\n')}\n> +\tif (x)\nWhy?\n\nAcked-by: B <b@example.org>\n`,
  ]
  return mails.map((mail) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mail}\n`).join('')
}
