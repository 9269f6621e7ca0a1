import type { Command } from 'commander'
import { withConfig, withInput, withPrevious, withRules, wholeNumber } from './options.ts'

/** The commands of whoever writes rules: rules, new, try, explain. `command` makes one, `done` takes its exit code. */
export function authoringCommands(
  command: (name: string, summary: string) => Command,
  done: (code: number) => void,
): void {
  withConfig(
    withRules(
      command('rules', 'list the rules with the verbs they use and what they need, or show one'),
    ),
  )
    .argument('[id]', 'a rule, e.g. kvm-arm64/undef-at-el0')
    .option('--doc <dir>', 'write the index and a page per rule there, and verbs.md beside it')
    .option('--editor', 'print keys, heads, verbs, kinds, lists and rules as JSON', false)
    .addHelpText('after', RULES_EXAMPLES)
    .action(async (id: string | undefined, flags) => {
      const { runRules } = await import('./rules.ts')
      done(await runRules(id ?? null, flags))
    })

  withConfig(
    withInput(
      command('new', 'turn a review reply into a rule file, with the review as its first example'),
    ),
  )
    .argument('<id>', 'the new rule, <pack>/<rule>, e.g. code/no-new-bug-on')
    .argument('<reply>', 'the reply: a mail file, - for stdin, or an archive with --msgid')
    .option(
      '--remark <n>',
      'which remark of the reply (default: the first that asks for something)',
      remark,
    )
    .option('--stdout', 'print the file instead of writing it below --rules', false)
    .addHelpText('after', NEW_EXAMPLES)
    .action(async (id: string, reply: string, flags) => {
      const { runNew } = await import('./new.ts')
      done(await runNew(id, reply, flags))
    })

  withConfig(
    withRules(
      command(
        'try',
        'run the examples of rules: ok, Noisy (said too much) or Missing (said too little)',
      ),
    ),
  )
    .argument('[rule...]', 'rule files, folders of them, ids or packs; all rules without one')
    .addHelpText('after', TRY_EXAMPLES)
    .action(async (names: string[], flags) => {
      const { runTry } = await import('./try.ts')
      done(await runTry(names, flags))
    })

  withConfig(
    withPrevious(
      command(
        'explain',
        'show how a rule judges an input: each condition with its evidence, up to the first that failed',
      ),
    ),
  )
    .argument('<rule>', 'a rule file, or an id, e.g. kvm-arm64/undef-at-el0')
    .argument('[input...]')
    .option('--example <name>', 'judge an example of the rule itself, by its name or a part of it')
    .addHelpText('after', EXPLAIN_EXAMPLES)
    .action(async (name: string, inputs: string[], flags) => {
      const { runExplain } = await import('./explain.ts')
      done(await runExplain(name, inputs, flags))
    })
}

const remark = wholeNumber(1, 999_999, 'Remarks are counted from 1.')

const NEW_EXAMPLES = `
Examples:
  lorelint new code/no-new-bug-on reply.eml      writes rules/code/no-new-bug-on.md (my-rules/ without a rules/)
  lorelint new code/no-new-bug-on reply.eml --remark 2 --rules my-rules
  lorelint new code/no-new-bug-on kvmarm.git --msgid 20260302081500.11-1@example.org
  lorelint new code/no-new-bug-on - --stdout < reply.eml

The rule that is written is a first draft: it says of that patch what the reviewer said, if it can.
What is never overwritten is a file that is there.`

const TRY_EXAMPLES = `
Examples:
  lorelint try my-rules/code/no-new-bug-on.md    one rule file, with the lists of its folder
  lorelint try my-rules                          every rule of a folder
  lorelint try kvm-arm64                         a pack of the shipped rules
  lorelint try                                   all of them

In the diff of an example that FAILED, "-" is what it expects and "+" is what the rule says.`

const EXPLAIN_EXAMPLES = `
Examples:
  lorelint explain kvm-arm64/undef-at-el0 0001-foo.patch
  lorelint explain my-rules/code/no-new-bug-on.md thread.mbox
  lorelint explain my-rules/code/no-new-bug-on.md --example "it was there before"`

const RULES_EXAMPLES = `
Examples:
  lorelint rules                                 every rule, and what it needs to speak
  lorelint rules kvm-arm64/undef-at-el0          one rule: why, when, what it says, how often it was right
  lorelint rules --doc docs/rules                the same as Markdown pages
  lorelint rules --editor > lorelint.json        for completion in an editor (version 1)`
