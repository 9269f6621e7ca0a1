import { type Command, InvalidArgumentError, Option } from 'commander'
import { collectWords, jobs, wholeNumber } from './options.ts'
import type { Wish } from './targets.ts'

/** The options of `lint` beside those of every input; `wishes` takes formats and outputs in the order given. */
export function withLint(command: Command, wishes: Wish[]): Command {
  const wishFormat = (value: string): void =>
    void wishes.push({ kind: 'format', value: formatNamed(value) })
  const wishOutput = (value: string): void => void wishes.push({ kind: 'output', value })
  return command
    .argument(
      '[input...]',
      'mbox, .eml, .patch or text file, directory (Maildir, patches, public-inbox archive), range A..B, or - for stdin',
    )
    .option(
      '--only <ids>',
      'only these rules or packs (comma-separated; repeatable)',
      collectWords,
      [],
    )
    .option('--skip <ids>', 'not these rules or packs', collectWords, [])
    .option('--nursery', 'also rules whose precision is not measured yet')
    .option('--no-nursery', 'without them, whatever the config says')
    .option(
      '--quoted',
      'also review patches quoted in replies (done anyway when there is no other patch)',
      false,
    )
    .option(
      '--format <name>',
      'text, mail, json, sarif or github (repeatable, with --output)',
      wishFormat,
    )
    .option(
      '--output <file>',
      'write the report of the --format before it there, not to stdout',
      wishOutput,
    )
    .addOption(
      new Option(
        '--fail-on <level>',
        'exit 1 when a comment is at least this grave (default: "error", or what the config says)',
      ).choices(FAIL_ON),
    )
    .option('--baseline <file>', 'do not say what is in this file of known comments')
    .option('--no-baseline', 'say it, whatever baseline the config names')
    .option(
      '--update-baseline',
      'write what this run says to the baseline, so that the next says only what is new',
      false,
    )
    .option('--jobs <n>', 'series that are judged side by side (default: one per processor)', jobs)
    .option('--from <mailbox>', 'From: of mail drafts and fixups, "Name <address>"')
    .option(
      '--fix',
      'make fixups of the suggestions: commits on top of a range, for other input mails in lorelint-fixup.patch',
      false,
    )
    .option('--fix-output <file>', 'write the fixups there, as mails for git am')
    .option(
      '--budget <n>',
      'mail and github: comments on one patch at most, errors aside (default: 5)',
      budget,
    )
    .option('--with-checkpatch <path>', 'also what this checkpatch.pl finds, as checkpatch/TYPE')
}

const FAIL_ON = ['error', 'warning', 'note', 'never']

const FORMATS = ['text', 'mail', 'json', 'sarif', 'github']

function formatNamed(value: string): string {
  if (FORMATS.includes(value)) return value
  throw new InvalidArgumentError(`Allowed choices are ${FORMATS.join(', ')}.`)
}

const budget = wholeNumber(0, 9999, 'A budget is a number of comments.')
