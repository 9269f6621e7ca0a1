// What `--help` of a command teaches by example.

export const NEW_EXAMPLES = `
Examples:
  lorelint new code/no-new-bug-on reply.eml      writes rules/code/no-new-bug-on.md (my-rules/ without a rules/)
  lorelint new code/no-new-bug-on reply.eml --remark 2 --rules my-rules
  lorelint new code/no-new-bug-on kvmarm.git --msgid 20260302081500.11-1@example.org
  lorelint new code/no-new-bug-on - --stdout < reply.eml

The rule that is written is a first draft: it says of that patch what the reviewer said, if it can.
What is never overwritten is a file that is there.`

export const TRY_EXAMPLES = `
Examples:
  lorelint try my-rules/code/no-new-bug-on.md    one rule file, with the lists of its folder
  lorelint try my-rules                          every rule of a folder
  lorelint try kvm-arm64                         a pack of the shipped rules
  lorelint try                                   all of them

In the diff of an example that FAILED, "-" is what it expects and "+" is what the rule says.`

export const EXPLAIN_EXAMPLES = `
Examples:
  lorelint explain kvm-arm64/undef-at-el0 0001-foo.patch
  lorelint explain my-rules/code/no-new-bug-on.md thread.mbox
  lorelint explain my-rules/code/no-new-bug-on.md --example "it was there before"`

export const RULES_EXAMPLES = `
Examples:
  lorelint rules                                 every rule, and what it needs to speak
  lorelint rules kvm-arm64/undef-at-el0          one rule: why, when, what it says, how often it was right
  lorelint rules --doc docs/rules                the same as Markdown pages
  lorelint rules --editor > lorelint.json        for completion in an editor (version 1)`
