import { type Command, Option } from 'commander'
import { collect, collectWords, jobs, wholeNumber } from './options.ts'

/** The options of `measure` beside those of every input. */
export function withMeasure(command: Command): Command {
  return command
    .argument('[archive...]', 'public-inbox archive, mbox, folder: any input of lint')
    .option(
      '--only <ids>',
      'only these rules or packs (comma-separated; repeatable)',
      collectWords,
      [],
    )
    .option(
      '--labels <file...>',
      'what humans said: {"patch_msgid", "reply_msgid", "category"} a line',
      [],
    )
    .addOption(
      new Option('--format <name>', 'text, json or markdown')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--output <file>', 'write there instead of stdout')
    .option('--sample <n>', 'with --sheet: so many findings of each rule to judge by hand', count)
    .option('--seed <text>', 'what --sample and --peer choose by', '1')
    .option('--sheet <file>', 'where the findings to judge are written, as TSV')
    .option('--take <sheet>', 'put the verdicts of a filled sheet beside the rules')
    .option('--reader <name>', 'who filled it; with --sheet: leave out what this reader has judged')
    .option(
      '--judged <path>',
      'more judgements, or where --take puts them (repeatable)',
      collect,
      [],
    )
    .option('--write', 'update the "## Measured" block in each rule file', false)
    .addOption(new Option('--peer <name>', 'also say what it finds there').choices(['checkpatch']))
    .option('--checkpatch <file>', 'checkpatch.pl (default: on PATH, then in /usr/src/*/scripts)')
    .option('--peer-others <n>', 'patches given to it on which no rule spoke', count, 200)
    .option('--jobs <n>', 'series judged side by side (default: one per processor)', jobs)
    .option('--state <dir>', 'where a run that is killed can go on from (default: the user cache)')
}

const count = wholeNumber(0, 999_999, 'A number is expected.')
