import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseMessage } from '../mail/message.ts'
import type { Message } from '../model.ts'
import { answeredPatch, newRule } from '../new-rule.ts'
import { escapeLine } from '../report/escape.ts'
import { packOf } from '../rules/load.ts'
import { isSubstantive } from '../rules/draft/remark-text.ts'
import { type ReadReply, readReply, type SpottedRemark } from '../rules/draft/remarks.ts'
import { type InputFlags, mailsOf } from './input.ts'
import { rulesNamed } from './rule-args.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'
import { tryNamed } from './try.ts'

export interface NewFlags extends InputFlags, ConfigFlags {
  readonly remark?: number
  readonly stdout: boolean
}

/** Turns a review reply into a rule file, tries it, and says what to do next. */
export async function runNew(id: string, input: string, flags: NewFlags): Promise<number> {
  if (!/^[\w-]+\/[\w-]+$/.test(id))
    throw new Error(`"${id}" is no id of a rule; it reads <pack>/<rule>, e.g. code/no-new-bug-on`)
  const folder = flags.rules.at(-1) ?? (existsSync('rules') ? 'rules' : 'my-rules')
  const file = join(folder, `${id}.md`)
  if (!flags.stdout && existsSync(file))
    throw new Error(`${file} is there already, and is not overwritten; choose another id`)
  const { reply, read } = await readInput(input, flags)
  const remark = chosen(read, flags.remark ?? null, reply)
  const settings = { ...flags, rules: flags.rules.filter(holdsRules) }
  const { set } = await settingsOf(settings, 'to-be-taken')
  const { text } = await newRule({ id, reply, read, remark, set })
  if (flags.stdout) {
    process.stdout.write(text)
    return 0
  }
  write(file, text)
  process.stdout.write(`wrote ${file}\n`)
  const pack = join(dirname(file), 'PACK.md')
  if (!existsSync(pack) && !set.packs.has(packOf(id))) {
    write(pack, packFile(packOf(id)))
    process.stdout.write(`wrote ${pack}: say who to ask about its rules\n`)
  }
  process.stdout.write('\n')
  for (const named of await rulesNamed([file], settings)) await tryNamed(named)
  process.stdout.write(nextSteps(id, file, folder, input))
  return 0
}

/** The reply, and the patch it answers where the input holds its thread. */
async function readInput(
  input: string,
  flags: NewFlags,
): Promise<{ readonly reply: Message; readonly read: ReadReply }> {
  const mails: Message[] = []
  for await (const raw of mailsOf([input], flags)) mails.push(await parseMessage(raw, flags.limit))
  const wanted = flags.msgid?.trim().replaceAll(/^<|>$/g, '') ?? null
  const found =
    wanted === null
      ? (mails.find((mail) => mail.subject.isReply || /^ ?>/m.test(mail.body)) ?? mails[0])
      : mails.find((mail) => mail.messageId === wanted)
  if (found === undefined)
    throw new Error(`cannot read ${input}: ${wanted === null ? 'no mail in it' : `no <${wanted}>`}`)
  if (wanted === null && mails.length > 1)
    process.stderr.write(
      `lorelint: ${mails.length} mails; took the reply of ${escapeLine(found.from.name)} (--msgid chooses)\n`,
    )
  return { reply: found, read: readReply(found, answeredPatch(found, mails)) }
}

function chosen(read: ReadReply, wish: number | null, reply: Message): SpottedRemark {
  const { remarks } = read
  if (remarks.length === 0) {
    throw new Error(
      `no remark in "${escapeLine(reply.subject.text)}": a review quotes a patch with ">" and speaks between the quotes`,
    )
  }
  const isSaid = ({ text }: SpottedRemark) => isSubstantive(text) && text.split(/\s+/).length > 2
  // What stands above all quotes is mostly a greeting or a summary.
  const under = remarks.findIndex((remark) => isSaid(remark) && remark.spot.kind === 'line')
  const said = under < 0 ? remarks.findIndex(isSaid) : under
  const first = said < 0 ? remarks.findIndex(({ text }) => isSubstantive(text)) : said
  const at = wish === null ? Math.max(first, 0) : wish - 1
  const remark = remarks[at]
  if (remark === undefined)
    throw new Error(`there is no remark ${wish}; the reply has ${remarks.length}`)
  if (remarks.length > 1) {
    process.stderr.write(`lorelint: ${remarks.length} remarks; --remark N chooses, * is taken\n`)
    for (const [i, other] of remarks.slice(0, MOST_LISTED).entries())
      process.stderr.write(`${i === at ? '*' : ' '}${String(i + 1).padStart(3)}  ${told(other)}\n`)
  }
  return remark
}

/** Nobody reads more of them. */
const MOST_LISTED = 100

function told({ spot, text }: SpottedRemark): string {
  const where =
    spot.kind === 'line'
      ? `${basename(spot.file.newPath ?? spot.file.oldPath ?? 'diff')}: ${spot.line.sign}${spot.line.text.trim()}`
      : spot.kind === 'trailer'
        ? `${spot.key}: ${spot.value}`
        : `the ${spot.kind}`
  return escapeLine(
    `${where.slice(0, 44).padEnd(44)}  ${text.replaceAll(/\s+/g, ' ').slice(0, 60)}`,
  )
}

/** A folder that is still to be made, or has only lists so far, is no rules folder yet. */
function holdsRules(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder, { withFileTypes: true })
    .filter((pack) => pack.isDirectory())
    .some((pack) => readdirSync(join(folder, pack.name)).some((name) => name.endsWith('.md')))
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
  } catch (cause) {
    throw new Error(`cannot write ${file}`, { cause })
  }
}

/** A pack is a folder that says who to ask. */
function packFile(name: string): string {
  return [
    '---',
    'owner: TODO Your Name <you@example.org>',
    '---',
    `# TODO: what the rules of ${name} are about`,
    '',
    'TODO: for whom they are, and where they come from.',
    '',
  ].join('\n')
}

function nextSteps(id: string, file: string, folder: string, input: string): string {
  const archive = input.endsWith('.git') ? input : 'ARCHIVE.git'
  return `
Next:
  edit     ${file}: the reason, the pattern, the words, a silent example or two
  try      lorelint try ${file}
  explain  lorelint explain ${file} PATCH        why it speaks, or does not
  measure  lorelint measure ${archive} --rules ${folder} --only ${id}
`
}
