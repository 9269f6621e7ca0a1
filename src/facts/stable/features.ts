import type { Patch } from '../../model.ts'
import { changes, type Change, pathOf } from '../changes.ts'
import { commentLines } from '../comments.ts'

/** What a detector may look at; worked out once for a patch. */
interface Look {
  readonly patch: Patch
  readonly title: string
  /** The title without its prefixes, lower case: "expose pmmir_el1.slots to guests". */
  readonly deed: string
  /** The log without trailers. */
  readonly log: string
  readonly all: readonly Change[]
}

/** A log wraps at 75 columns; what is longer is a paste, and regexes pay for its length. */
const LINE_READ = 500

/** The names (rules/tables/stable-weights.tsv) of all features a patch has. */
export function stableFeatures(patch: Patch): readonly string[] {
  const { title } = patch.text
  const trailers = new Set(patch.text.trailers.map(({ mailLine }) => mailLine))
  const log = patch.text.log
    .filter(({ mailLine }) => !trailers.has(mailLine))
    .map(({ text }) => text.slice(0, LINE_READ))
    .join('\n')
  const look: Look = {
    patch,
    title,
    deed: title.replace(/^(?:[^:\s][^:]{0,60}:\s*)+/, '').toLowerCase(),
    log,
    all: changes(patch),
  }
  return Object.entries(FEATURES)
    .filter(([, holds]) => holds(look))
    .map(([name]) => name)
}

/** "Expose PMMIR_EL1.SLOTS": what the subject says is done. */
const FEATURE_VERB =
  /^(?:re-?)?(?:add|expose|enable|allow|support|implement|introduce|advertise|provide|extend|export|make|improve|optimi[sz]e|increase|unmask|forward|emulate|upgrade|update|increase|let|bump|set up)s?\b/
const REFACTOR_VERB =
  /^(?:use|move|convert|rename|refactor|rework|simplify|clean|cleanup|remove|drop|delete|replace|switch|split|factor|consolidate|unify|reorder|sort|tidy|change|mark|constify|get rid|document|annotate|merge|separate|pass|reuse|open-code|inline|kill)s?\b/
const CLEANUP_NOUN =
  /\b(?:typos?|spelling|comments?|clean-?ups?|indent\w*|white-?space|kernel-?doc|unused|redundant|unneeded|unnecessary|dead code|useless|cosmetic|coding style|formatting|sparse|checkpatch|macro|boilerplate)\b/
const FIX_VERB =
  /^(?:fix|correct|repair|resolve|cure|work ?around|close|plug|unbreak|hotfix)\w*\b|\bfix(?:es|ed)?\b|\bregression\b/
const PREVENT_VERB =
  /^(?:prevent|avoid|don'?t|do not|never|handle|check|restore|ensure|stop|reject|validate|disallow|ignore|skip|limit|protect|always|properly|reset|clear|flush|initiali[sz]e|free|release|disable|force|wait|guard|bail|verify|sanitize|clamp|defer|keep|only|return|propagate|account|honou?r|put|unlock|cancel)\b/

const IMPACT =
  /\b(?:crash\w*|panic\w*|oops\w*|hangs?|hung|hanging|dead-?lock\w*|live-?lock\w*|leak\w*|corrupt\w*|overflow\w*|underflow\w*|use[- ]after[- ]free|UAF|out[- ]of[- ]bounds|null[- ](?:pointer|deref)\w*|NULL pointer|dereferenc\w*|data loss|lost|stuck|stall\w*|freez\w*|races?|racy|race condition|regression|broken|breaks?|breakage|fail(?:s|ed|ure|ures|ing)?|BUG|WARN\w*|splat|lockdep|KASAN|UBSAN|KMSAN|syzbot|security|vulnerab\w*|CVE|exploit\w*|privilege|uninitiali[sz]ed|double[- ]free|refcount\w*|wrong(?:ly)?|incorrect(?:ly)?|invalid|unbootable|won't boot|doesn't boot|not boot|spurious|timeout|timed out|bogus|garbage|stale|interrupt storm|soft lockup|hard lockup|lockup|unable|cannot|can't|does not work|doesn't work|not working|no longer|never)\b/gi
const CONSEQUENCE =
  /\b(?:as a result|results? in|resulting in|leads? to|leading to|caus(?:es?|ed|ing)|triggers?|triggered|so that|because of this|therefore|which (?:means|breaks|makes|leaves)|otherwise|ends? up|consequence|consequently|thus|hence|happens? (?:when|if)|due to)\b/i
const NEGATION =
  /\b(?:not|n't|never|cannot|no longer|without|missing|fails?|failed|failing|lack\w*|forgot\w*|neglect\w*|inadvertent\w*|unexpected\w*)\b|n't\b/i
const BUG =
  /\b(?:bugs?|buggy|fix\w*|issue|problem|error\w*|wrong\w*|incorrect\w*|regression|broken|mistake\w*|defect|erroneous\w*|flaw\w*|bogus|faulty)\b/i
const CLEANUP_WORDS =
  /\b(?:clean(?:s|ed|er|up|-up)?|simplif\w*|refactor\w*|readab\w*|redundant|unneeded|unnecessary|unused|tidy|consisten\w*|cosmetic|style|rename\w*|convert\w*|consolidat\w*|duplicate\w*)\b/gi

const FEATURES: Readonly<Record<string, (look: Look) => boolean>> = {
  'subject-feature-verb': ({ deed }) => FEATURE_VERB.test(deed) && !FIX_VERB.test(deed),
  'subject-refactor-verb': ({ deed }) => REFACTOR_VERB.test(deed) && !FIX_VERB.test(deed),
  'subject-cleanup-noun': ({ deed }) => CLEANUP_NOUN.test(deed),
  'subject-support-word': ({ deed }) => /\b(?:support|expos\w+|advertis\w+)\b/.test(deed),
  'docs-or-binding-only': ({ patch }) =>
    patch.files.length > 0 &&
    patch.files.every((file) => (pathOf(file) ?? '').startsWith('Documentation/')),
  'comment-only': ({ patch, all }) => {
    const comment = new Set(
      patch.files.flatMap((file) => file.hunks.flatMap((hunk) => [...commentLines(hunk)])),
    )
    return (
      all.length > 0 &&
      all.every(
        ({ line, file }) =>
          /\.[chS]$/.test(pathOf(file) ?? '') &&
          (line.text.trim() === '' || comment.has(line.mailLine)),
      )
    )
  },
  rfc: ({ patch }) => patch.message.subject.tags.some((tag) => tag.toUpperCase() === 'RFC'),
  'no-problem-stated': ({ log }) =>
    !CONSEQUENCE.test(log) && !NEGATION.test(log) && count(log, IMPACT) === 0,
  'no-impact-word': ({ log }) => count(log, IMPACT) === 0,
  'no-consequence-word': ({ log }) => !CONSEQUENCE.test(log),
  'no-negation': ({ log }) => !NEGATION.test(log),
  'no-bug-word': ({ log, title }) => !BUG.test(log) && !BUG.test(title),
  'no-functional-change': ({ log }) =>
    /\bno functional (?:change|difference)|\bno intended functional|\bbenign\b|\bharmless\b/i.test(
      log,
    ),
  'cleanup-words': ({ log }) => count(log, CLEANUP_WORDS) >= 3,
  'warning-only': ({ log, title }) =>
    /\b(?:(?<![\w-])-W[a-z-]{1,40}|sparse|smatch|clang|gcc|compiler|cppcheck|coverity|coccinelle|checkpatch)\b.{0,80}\b(?:warn\w*|report\w*|complain\w*)|\bwarning:/is.test(
      `${title}\n${log}`,
    ) && count(log.replace(/warn\w*/gi, ''), IMPACT) === 0,
  hardening: ({ log, title }) =>
    /\b(?:theoretical\w*|harden\w*|robust\w*|defensive\w*|paranoi\w*|in theory|just in case|sanity check)\b/i.test(
      `${title}\n${log}`,
    ),
  'new-handler': ({ all }) =>
    all.some(
      ({ line }) =>
        line.sign === '+' &&
        /^static\b.*\b(?:access|show|store)_\w+\(|^static\b.*\b\w+_(?:show|store)\(|\bDEVICE_ATTR(?:_\w+)?\(/.test(
          line.text,
        ),
    ),
  'new-file': ({ patch }) => patch.files.some((file) => file.status === 'added'),
  'rename-like': ({ all }) => renameLike(all),
  'subject-fix-verb': ({ deed }) => FIX_VERB.test(deed),
  'subject-prevent-verb': ({ deed }) => PREVENT_VERB.test(deed),
  'subject-revert': ({ title }) => /^revert\b/i.test(title) || /: revert\b/i.test(title),
  'reported-by': ({ patch }) =>
    patch.text.trailers.some(
      ({ key, value }) =>
        /^(?:reported(?:-and-\w+)?-by|bisected-by|debugged-by|diagnosed-by)$/i.test(key) &&
        !/bot|robot|syzkaller|coverity|lkp@/i.test(value),
    ),
  closes: ({ patch }) =>
    patch.text.trailers.some(({ key }) => /^(?:closes|bugzilla|buglink|link-bug)$/i.test(key)),
  syzbot: ({ patch, log }) =>
    /syzbot|syzkaller/i.test(log) ||
    patch.text.trailers.some(({ value }) => /syzbot|syzkaller/i.test(value)),
  trace: ({ log }) =>
    /\bCall Trace:|\[\s*\d+\.\d{6}\]|\bRIP: |^[ \t]*pc : |\bBUG: |\bWARNING: |\bOops\b|Unable to handle kernel/im.test(
      log,
    ),
  'impact-words': ({ log }) => count(log, IMPACT) >= 2,
  regression: ({ log, title }) => /\bregress\w*/i.test(`${title}\n${log}`),
  'hardware-erratum': ({ log, title }) =>
    /\b(?:quirks?|errat(?:um|a)|work-?arounds?|silicon bug|hardware bug)\b/i.test(
      `${title}\n${log}`,
    ),
  'id-table': ({ all }) => {
    const added = all.filter(({ line }) => line.sign === '+' && line.text.trim() !== '')
    return (
      added.length > 0 &&
      added.length <= 20 &&
      added.every(({ line }) =>
        /\b(?:PCI|USB|HID|ACPI|OF|DMI|SND|SDIO|MODULE)_\w*(?:DEVICE|VENDOR|MATCH|QUIRK|ID)\w*|\.compatible|0x[0-9a-f]{4}\b/i.test(
          line.text,
        ),
      )
    )
  },
  'subject-id': ({ deed }) =>
    /\b(?:device|pci|usb|product|vendor) ids?\b|\bids? (?:for|to|of)\b|\bquirk\b/.test(deed),
  'prerequisite-words': ({ log }) =>
    /\b(?:prerequisite|preparat\w+|prepare (?:for|to)|in preparation|needed (?:by|for)|will be (?:used|needed)|subsequent (?:patch|commit|fix)|following (?:patch|commit|fix)|next patch|later patch|dependency for)\b/i.test(
      log,
    ),
  'fixes-tag': ({ patch }) => patch.text.trailers.some(({ key }) => key.toLowerCase() === 'fixes'),
}

function count(text: string, words: RegExp): number {
  return new Set([...text.matchAll(words)].map(([word]) => word.toLowerCase())).size
}

/** As many lines out as in, and each pair differs in one word at most. */
function renameLike(all: readonly Change[]): boolean {
  const gone = all.filter(({ line }) => line.sign === '-').map(({ line }) => line.text.split(/\W+/))
  const come = all.filter(({ line }) => line.sign === '+').map(({ line }) => line.text.split(/\W+/))
  if (gone.length < 2 || gone.length !== come.length) return false
  return gone.every((words, i) => {
    const other = come[i] ?? []
    return words.length === other.length && words.filter((word, j) => word !== other[j]).length <= 1
  })
}
