import { type Command, InvalidArgumentError, Option } from 'commander'
import { LIMITS } from '../limits.ts'
import { defaultLimits, withLimits } from './limits.ts'

/** Where rules come from beside the shipped ones. */
export function withRules(made: Command): Command {
  return made.option(
    '--rules <dir>',
    'a rules folder, or one pack, over what is shipped (repeatable; later ones win)',
    collect,
    [],
  )
}

/** Which config holds. */
export function withConfig(made: Command): Command {
  return made
    .option(
      '--config <file>',
      'the config (default: the next .lorelint.yml or .github/lorelint.yml upward)',
    )
    .option('--no-config', 'no config, whatever is found')
    .option(
      '--config-from <commit>',
      'the config, its rules and baseline as this commit of --repo has them: what a pull request changes does not count',
    )
}

/** What every command that reads mails takes: rules, a tree, what of an archive, limits. */
export function withInput(made: Command): Command {
  return withRules(made)
    .option('--tree <dir>', 'kernel checkout or bare repository: whole files instead of hunks')
    .option('--since <date>', 'archives: mails committed since then')
    .option('--until <date>', 'archives: mails committed before then')
    .option('--msgid <id>', 'archives: only the thread of this Message-ID')
    .option('--repo <dir>', 'the repository of a range A..B (default: this folder)')
    .addOption(
      new Option(
        '--limit <name=value>',
        `what one mail may cost; hitting a limit is told and exits 2 (${defaultLimits()})`,
      )
        .argParser(withLimits)
        .default(LIMITS, 'as listed'),
    )
}

/** The same with earlier revisions to compare with. */
export function withPrevious(made: Command): Command {
  return withInput(made).option(
    '--previous <input>',
    'earlier revisions and the replies to them: compared with, never reviewed (repeatable)',
    collect,
    [],
  )
}

/** Takes a value of a repeatable option over those before it. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

/** The same for several by comma: "a,b". */
export function collectWords(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').filter((word) => word !== '')]
}

/** Reads a whole number from `least` to `most`; `complaint` is what is said of anything else. */
export function wholeNumber(
  least: number,
  most: number,
  complaint: string,
): (value: string) => number {
  return (value) => {
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(complaint)
  }
}

/** Takes the number of `--jobs`. */
export const jobs = wholeNumber(1, 64, 'The number of jobs is 1 to 64.')
