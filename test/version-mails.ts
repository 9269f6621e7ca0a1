import type { RawMail } from '../src/model.ts'

/** One mail of a small thread about a lamp. */
export interface LampMail {
  readonly id: string | null
  readonly subject?: string
  readonly from?: string
  /** Day of January 2026. */
  readonly day?: number
  readonly answers?: string
  readonly log?: string
  readonly notes?: string
  readonly level?: string
  /** In place of log and patch. */
  readonly body?: string
}

const DEV = 'A Developer <dev@example.org>'

/** The bytes of a patch, or of a reply when it has a body. */
export function lampMail(mail: LampMail): string {
  const { id, subject = '[PATCH] lamp: light it', from = DEV, day = 1, answers } = mail
  const head = [
    `From: ${from}`,
    `Date: ${new Date(Date.UTC(2026, 0, day, 10)).toUTCString()}`,
    ...(id === null ? [] : [`Message-ID: <${id}>`]),
    ...(answers === undefined ? [] : [`In-Reply-To: <${answers}>`]),
    `Subject: ${subject}`,
  ]
  return `${head.join('\n')}\n\n${mail.body ?? patch(mail)}`
}

function patch({ log = 'Light it.', notes, level = 'LAMP_FULL' }: LampMail): string {
  return [
    log,
    '',
    `Signed-off-by: ${DEV}`,
    '---',
    ...(notes === undefined ? [] : [notes, '']),
    'diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c',
    '--- a/drivers/lamp/core.c',
    '+++ b/drivers/lamp/core.c',
    '@@ -10,4 +10,5 @@ int lamp_probe(struct lamp *lamp)',
    ' \tint ret = lamp_start(lamp);',
    ' ',
    `+\tlamp_level(lamp, ${level});`,
    ' \tlamp_register(lamp);',
    ' \treturn ret;',
    '',
  ].join('\n')
}

/** Hands mails out as a source does. */
export async function* sent(mails: readonly LampMail[]): AsyncGenerator<RawMail, void, void> {
  for (const [i, mail] of mails.entries()) {
    const bytes = Buffer.from(lampMail(mail))
    yield await Promise.resolve({ origin: `${i}`, bytes, reload: async () => bytes })
  }
}
