import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPlan } from '../facts/split/open-plan.ts'
import { readInbox } from '../inbox.ts'
import type { Patch } from '../model.ts'
import { openBreathing } from '../pool/breathe.ts'
import { escapeLine } from '../report/escape.ts'
import { checkSplit } from '../report/split-check.ts'
import { splitMails } from '../report/split-mails.ts'
import { type InputFlags, mailsOf, rulesOf, treeOf } from './input.ts'

export interface SplitFlags extends InputFlags {
  readonly output: string
  readonly plan: boolean
}

/** Splits the one patch of the input into its independent parts. Exit 1: it has only one. */
export async function runSplit(
  inputs: readonly string[],
  flags: SplitFlags,
  version: string,
): Promise<number> {
  const { knowledge } = rulesOf(flags)
  const patch = await onlyPatch(inputs, flags)
  const plan = openPlan(patch, knowledge)
  if (plan === null) {
    process.stderr.write('lorelint: no plan: the changes of this patch hang together\n')
    return 1
  }
  for (const [i, { subject, places }] of plan.parts.entries()) {
    const lines = [
      `${i + 1}/${plan.parts.length} ${subject}`,
      ...places.map((place) => `    ${place}`),
    ]
    process.stdout.write(`${lines.map(escapeLine).join('\n')}\n`)
  }
  if (flags.plan) return 0
  const mails = splitMails(patch, plan, `lorelint ${version}`)
  const wrong = await checkSplit(patch, mails, treeOf(flags))
  if (wrong !== null) throw new Error(`cannot split: ${wrong}; nothing was written`)
  mkdirSync(flags.output, { recursive: true })
  for (const { name, text } of mails) {
    const file = join(flags.output, name)
    try {
      writeFileSync(file, text, { flag: 'wx' })
    } catch (cause) {
      throw new Error(`cannot write ${file}`, { cause })
    }
    process.stdout.write(`${file}\n`)
  }
  return 0
}

async function onlyPatch(inputs: readonly string[], flags: InputFlags): Promise<Patch> {
  const inbox = await readInbox(mailsOf(inputs, flags), {
    quoted: 'auto',
    limits: flags.limit,
    onMail: () => {},
    breathe: openBreathing(),
  })
  const patches: Patch[] = []
  for (const posted of inbox.series) patches.push(...(await posted.load()).patches)
  const [patch, second] = patches
  if (patch === undefined) throw new Error('cannot split: no patch in the input')
  if (second !== undefined)
    throw new Error(`cannot split ${patches.length} patches at once: give one`)
  const damage = [...patch.message.problems, ...patch.problems].find(
    ({ kind }) => kind !== 'repair',
  )
  if (patch.refusal !== null || damage !== undefined || patch.text.quoteDepth > 0)
    throw new Error(
      `cannot split a patch that is damaged (${patch.refusal?.text ?? damage?.what ?? 'quoted in a reply'})`,
    )
  // What is written is UTF-8: other bytes would come out as other bytes.
  const bare = (text: string): string => text.replaceAll('\r', '')
  if (bare(Buffer.from(patch.message.bodyBytes).toString('utf8')) !== bare(patch.message.body))
    throw new Error('cannot split a patch that is not in UTF-8')
  return patch
}
