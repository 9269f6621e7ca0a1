import type { Message } from '../model.ts'

/** True for mail that a program wrote: a build robot, a fuzzer, a CI, a tracker. */
export function isBot(message: Pick<Message, 'from' | 'automatic' | 'body'>): boolean {
  if (message.automatic) return true
  const name = message.from.name.trim().toLowerCase()
  const address = message.from.address.toLowerCase()
  if (names.some(([word]) => name === word)) return true
  if (addresses.some(([pattern]) => pattern.test(address))) return true
  // Some robots write under their owner's name: only their first words tell.
  const start = message.body.slice(0, 2000)
  return phrases.some(([pattern]) => pattern.test(start))
}

/** Whole names, as the same robot writes from several people's addresses. */
const names: readonly (readonly [name: string, why: string])[] = [
  ['kernel test robot', 'Intel 0-day: lkp@intel.com, oliver.sang@intel.com, rong.a.chen@intel.com'],
  ['kbuild test robot', 'Intel 0-day until 2020'],
  ['0day robot', 'Intel 0-day, its own patches'],
  ['syzbot', 'the fuzzer; its address changes with each bug'],
  ['kernelci.org bot', 'KernelCI'],
  ['patchwork-bot', 'says what was applied'],
  ['regzbot', 'the regression tracker, from its owner’s address'],
]

/** Addresses that no person writes from. "robot" in a subject or a surname is not enough. */
const addresses: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^lkp@(?:intel\.com|lists\.01\.org)$/, 'Intel 0-day'],
  [/@syzkaller\.appspotmail\.com$/, 'syzbot'],
  [/^[\w.+-]+@kernelci\.org$/, 'KernelCI: bot@, noreply@'],
  [/^tip-?bot2?@/, 'the tip tree: tip-bot2@linutronix.de, tip-bot@zytor.com'],
  [/^sashiko(?:[-+][\w.-]*)?@/, 'the reviewing program'],
  [/@media-ci\.org$|^media-?ci@/, 'CI of the media tree'],
  [/^patchwork@[\w.-]*(?:freedesktop|linuxtv)\.org$/, 'CI of the graphics and media trees'],
  [/^bluez\.test\.bot@gmail\.com$/, 'CI of bluetooth'],
  [/^ci_notify@linaro\.org$/, 'CI of the toolchains'],
  [/\[bot\]@/, 'GitHub: github-actions[bot]@users.noreply.github.com'],
  [/^(?:no-?reply|do-?not-?reply|mailer-daemon)(?:\+[\w.-]*)?@/, 'nobody reads answers there'],
  // Not "jan.bot@": Bot is a surname.
  [/^[\w.-]*[-_]bot\d?(?:\+[\w.-]*)?@/, 'patchwork-bot+netdevbpf@, robh-bot@'],
  [/^(?:bot\+[\w.-]+|build-?bot)@/, 'bot+bpf-ci@kernel.org'],
]

/** How the robots begin that write under their owner's address. */
const phrases: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^My bot found (?:errors|new DT (?:binding )?(?:warnings|errors))/m,
    'dt-schema: robh@kernel.org',
  ],
  [/^This is the friendly (?:semi-automated )?patch-bot of /m, 'gregkh@linuxfoundation.org'],
  [/^\[ Sasha's backport helper bot \]/m, 'sashal@kernel.org'],
  [/^This is a note to let you know that I've just added the patch titled$/m, 'the stable queue'],
]
