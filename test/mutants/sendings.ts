/** A patch mail before anybody decided how to send it. */
export interface Letter {
  /** Unfolded, without the fields that say how the body is encoded. */
  readonly head: readonly string[]
  /** Lines end in a line feed. */
  readonly body: string
}

export type Encoding = '7bit' | '8bit' | 'quoted-printable' | 'base64'

/** One part: what a mail without multipart is, and what a multipart is made of. */
function part(body: string, encoding: Encoding): string {
  const type = `Content-Type: text/plain; charset=${encoding === '7bit' ? 'us-ascii' : 'utf-8'}\n`
  return `${type}Content-Transfer-Encoding: ${encoding}\n\n${encode(body, encoding)}`
}

export function plain({ head, body }: Letter, encoding: Encoding): string {
  return `${head.join('\n')}\nMIME-Version: 1.0\n${part(body, encoding)}`
}

/** Whoever encodes 7bit has no other characters. */
export function fits(body: string, encoding: Encoding): boolean {
  return encoding !== '7bit' || !/[\u0080-\uffff]/.test(body)
}

const FOOTER =
  '_______________________________________________\nlinux-arm-kernel mailing list\nlinux-arm-kernel@lists.example.org\nhttp://lists.example.org/mailman/listinfo/linux-arm-kernel\n'

/** Mailman's way where the mail is one text. */
export function withFooter(letter: Letter): Letter {
  return { ...letter, body: `${letter.body}\n${FOOTER}` }
}

/** Mailman's way where it is not: the footer is a part of its own. */
export function inMixed({ head, body }: Letter, encoding: Encoding): string {
  return multipart(head, 'mixed', [part(body, encoding), part(FOOTER, '7bit')])
}

export function inMixedAlone({ head, body }: Letter, encoding: Encoding): string {
  return multipart(head, 'mixed', [part(body, encoding)])
}

export function inSigned({ head, body }: Letter, encoding: Encoding): string {
  const signature =
    'Content-Type: application/pgp-signature; name="signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQ\n-----END PGP SIGNATURE-----\n'
  return multipart(head, 'signed', [part(body, encoding), signature])
}

function multipart(head: readonly string[], kind: string, parts: readonly string[]): string {
  const boundary = '===============0123456789=='
  const type = `MIME-Version: 1.0\nContent-Type: multipart/${kind}; boundary="${boundary}"\n`
  const body = parts.map((one) => `--${boundary}\n${one}\n`).join('')
  return `${head.join('\n')}\n${type}\n${body}--${boundary}--\n`
}

/** What relays and lists put in front. */
export function relayed(letter: Letter): Letter {
  const before = [
    'Return-Path: <kvmarm-bounces@lists.example.org>',
    'Received: from a.example.org (a.example.org [192.0.2.1])\n\tby b.example.org (Postfix) with ESMTPS id 4B7D\n\tfor <list@example.org>; Mon,  2 Mar 2026 09:15:02 +0100 (CET)',
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org;\n\th=From:To:Subject; bh=47DEQpj8=; b=abc',
    'X-Spam-Status: No, score=-2.1 required=5.0',
  ]
  const behind = [
    'List-Id: <kvmarm.lists.example.org>',
    'List-Unsubscribe: <https://lists.example.org/kvmarm>',
    'Precedence: bulk',
  ]
  return { ...letter, head: [...before, ...letter.head, ...behind] }
}

/** Long fields folded at each blank. */
export function folded(letter: Letter, blank: ' ' | '\t'): Letter {
  const head = letter.head.map((field) => {
    const at = field.indexOf(': ') + 2
    return field.slice(0, at) + field.slice(at).replaceAll(' ', `\n${blank}`)
  })
  return { ...letter, head }
}

/** As SMTP carries it. */
export function overSmtp(mail: string): string {
  return mail.replaceAll('\n', '\r\n')
}

/** An answer that quotes the whole mail, `depth` marks deep. */
export function quotedBy(letter: Letter, depth: number): Letter {
  const marks = '> '.repeat(depth)
  const head = [
    'From: Robin Keeper <robin@example.org>',
    'To: list@example.org',
    'Message-ID: <the-answer@example.org>',
    'Date: Tue, 3 Mar 2026 09:15:00 +0100',
    ...letter.head
      .filter((field) => field.startsWith('Subject: '))
      .map((field) => field.replace('Subject: ', 'Subject: Re: ')),
  ]
  const lines = letter.body.replace(/\n$/, '').split('\n')
  const quote = lines.map((line) => `${marks}${line}\n`).join('')
  return { head, body: `On Mon, Mar 02, 2026, A Developer wrote:\n${quote}\nLooks good.\n` }
}

function encode(body: string, encoding: Encoding): string {
  if (encoding === 'base64')
    return Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\n').concat('\n')
  if (encoding !== 'quoted-printable') return body
  // RFC 2045 6.7: blanks at the end of a line and what is not ASCII are codes; no line is over 76.
  return body
    .split('\n')
    .map((line) => {
      const codes = Buffer.from(line).toString('latin1')
      const safe = codes
        .replaceAll(/[^\t\u0020-<>-~]/g, hex)
        .replace(/[ \t]$/, hex)
        .replace(/^From /, '=46rom ')
      return (safe.match(/(?:=..|[^=]){1,24}/g) ?? []).join('=\n')
    })
    .join('\n')
}

function hex(character: string): string {
  return `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
