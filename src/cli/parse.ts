import { writeFileSync } from 'node:fs'
import type { Series } from '../model.ts'
import { readInbox } from '../inbox.ts'
import { parseMessage } from '../mail/message.ts'
import { patchText } from '../mail/patch-text.ts'
import { quotedPatches } from '../mail/quoted.ts'
import { readPatch } from '../diff/patch.ts'
import { parseJson, type ParsedMessage } from '../report/parse-json.ts'
import type { RawMail } from '../model.ts'
import { openBreathing } from './breathe.ts'
import { type InputFlags, mailsOf } from './input.ts'

export interface ParseFlags extends InputFlags {
  readonly quoted: boolean
  readonly output?: string
}

export async function runParse(
  inputs: readonly string[],
  flags: ParseFlags,
  version: string,
): Promise<number> {
  const messages: ParsedMessage[] = []
  const tee = async function* (): AsyncGenerator<RawMail, void, void> {
    for await (const raw of mailsOf(inputs, flags)) {
      const message = await parseMessage(raw)
      const text = patchText(message) ?? (flags.quoted ? (quotedPatches(message)[0] ?? null) : null)
      messages.push({ message, patch: text === null ? null : readPatch(message, text) })
      yield raw
    }
  }
  const inbox = await readInbox(tee(), {
    quoted: flags.quoted ? 'always' : 'auto',
    onMail: () => {},
    breathe: openBreathing(),
  })
  const series: Series[] = []
  for (const posted of inbox.series) series.push(await posted.load())
  const text = parseJson({ tool: { name: 'lorelint', version }, messages, series, problems: [] })
  if (flags.output === undefined) process.stdout.write(text)
  else writeFileSync(flags.output, text)
  if (messages.length > 0) return 0
  process.stderr.write('lorelint: no mail in the input\n')
  return 2
}
