#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { escapeHidden } from '../report/escape.ts'
import type { LintFlags } from './lint.ts'
import { withLint } from './lint-command.ts'
import { authoringCommands } from './authoring.ts'
import type { MeasureFlags } from './measure.ts'
import { mailCommands } from './mail-commands.ts'
import { withMeasure } from './measure-command.ts'
import { withConfig, withInput, withPrevious, withRules, wholeNumber } from './options.ts'
import type { Wish } from './targets.ts'

/** Exit codes: 0 nothing at or above --fail-on, 1 there is, 2 the job could not be done. */
const CANNOT = 2

/** Commands load on first use: `--version` and `--help` touch neither tree-sitter nor a mail parser. */
async function main(argv: readonly string[]): Promise<number> {
  const version = packageVersion()
  let code = 0
  const wishes: Wish[] = []
  const program = new Command('lorelint')
    .description(
      'Reviews kernel patches as mail: says what a maintainer would say by rote, with reason and source.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
      outputError: (text, write) => write(escapeHidden(text.replace(/^error: /, 'lorelint: '))),
    })
    .addHelpText('after', EXAMPLES)

  const command = (name: string, summary: string): Command =>
    program.command(name).description(summary).exitOverride()

  withLint(
    withConfig(
      withPrevious(
        program
          .command('lint', { isDefault: true })
          .description('review patches (the default command)')
          .exitOverride(),
      ),
    ),
    wishes,
  ).action(async (inputs: string[], flags: LintFlags) => {
    const { runLint } = await import('./lint.ts')
    code = await runLint(inputs, { ...flags, wishes }, version)
  })

  const done = (exit: number): void => void (code = exit)
  mailCommands(command, version, done)
  authoringCommands(command, done)

  withMeasure(
    withInput(
      command(
        'measure',
        'replay an archive: how often each rule speaks, and how often it is right',
      ),
    ),
  ).action(async (inputs: string[], flags: MeasureFlags) => {
    const { runMeasure } = await import('./measure.ts')
    code = await runMeasure(inputs, flags, version)
  })

  withRules(
    command('serve', 'run the GitHub App (APP_ID, PRIVATE_KEY, WEBHOOK_SECRET in the environment)'),
  )
    .option('--port <n>', 'port to listen on', port, 3000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .action(async (flags) => {
      const { runServe } = await import('./serve.ts')
      code = await runServe(flags, version)
    })

  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT
    throw error
  }
  return code
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? '0.0.0'
}

const port = wholeNumber(0, 65_535, 'A port is 0 to 65535.')

const EXAMPLES = `
Examples:
  lorelint 0001-foo.patch                        review a patch before it is sent
  lorelint HEAD~3..HEAD --tree .                 review the last three commits with their tree
  lorelint thread.mbox --format mail > reply.eml draft the reply, to be sent by a human
  lorelint kvmarm.git --since 2024-01-01 --format json
  git format-patch --stdout main.. | lorelint --fail-on warning
  lorelint main..HEAD --fix                      commit what it suggests as fixups
  lorelint main..HEAD --baseline known.json --update-baseline
  lorelint series.mbox --format github --format sarif --output lorelint.sarif
  lorelint v2-*.patch --previous v1-thread.mbox   is every remark on v1 answered?
  lorelint explain kvm-arm64/undef-at-el0 0001-foo.patch

Exit codes: 0 nothing at or above --fail-on; 1 there is; 2 the job could not be done whole.`

/** The world failed, or we did: one sentence, and never 0. */
function failure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause =
    error.cause instanceof Error && !error.message.includes(error.cause.message)
      ? ` (${error.cause.message.split('\n')[0]})`
      : ''
  const bug = /^(?:Type|Range|Reference)Error$/.test(error.name)
  return bug ? `internal error: ${error.stack ?? error.message}` : error.message + cause
}

// A closed pipe is no reason to look clean.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => process.exit(CANNOT))
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`lorelint: ${escapeHidden(failure(error))}\n`)
    process.exit(CANNOT)
  })
}

try {
  process.exitCode = await main(process.argv)
} catch (error) {
  process.stderr.write(`lorelint: ${escapeHidden(failure(error))}\n`)
  process.exitCode = CANNOT
}
