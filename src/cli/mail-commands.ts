import { type Command, Option } from 'commander'
import { withInput } from './options.ts'

/** The commands that work on mails without judging them: parse, split. `command` makes one, `done` takes its exit code. */
export function mailCommands(
  command: (name: string, summary: string) => Command,
  version: string,
  done: (code: number) => void,
): void {
  withInput(
    command(
      'parse',
      'say what was understood: messages, series, patches, trailers, files, problems',
    ),
  )
    .argument('[input...]')
    .addOption(new Option('--format <name>', 'json').choices(['json']).default('json'))
    .option('--quoted', 'also patches quoted in replies', false)
    .option('--ndjson', 'one message per line, as they are read; no series', false)
    .option('--output <file>', 'write there instead of stdout')
    .action(async (inputs: string[], flags) => {
      const { runParse } = await import('./parse.ts')
      done(await runParse(inputs, flags, version))
    })

  withInput(
    command(
      'split',
      'split a patch into its independent parts, as mails that git am applies in order',
    ),
  )
    .argument('<input...>', 'one patch')
    .option('--output <dir>', 'write 0001-*.patch, ... there', '.')
    .option('--plan', 'only say which hunks would go where', false)
    .action(async (inputs: string[], flags) => {
      const { runSplit } = await import('./split.ts')
      done(await runSplit(inputs, flags, version))
    })
}
