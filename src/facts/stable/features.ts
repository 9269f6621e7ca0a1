import type { Patch } from '../../model.ts'
import { shapeOf } from './diff-shape.ts'
import { type Look, lookAt } from './look.ts'
import * as words from './words.ts'

/** The names (rules/tables/stable-weights.tsv) of all features a patch has. */
export function stableFeatures(patch: Patch): readonly string[] {
  const look = lookAt(patch)
  return Object.entries(FEATURES)
    .filter(([, holds]) => holds(look))
    .map(([name]) => name)
}

/** "Expose PMMIR_EL1.SLOTS": what the subject says is done. */
export const FEATURE_VERB =
  /^(?:re-?)?(?:add|expose|enable|allow|support|implement|introduce|advertise|provide|extend|export|improve|optimi[sz]e|increase|unmask|forward|emulate|upgrade|update|bump|set up|enhance|speed up|reduce|expand)s?\b/
const REFACTOR_VERB =
  /^(?:use|move|convert|rename|refactor|rework|simplify|clean|cleanup|remove|drop|delete|replace|switch|split|factor|consolidate|unify|reorder|sort|tidy|change|mark|constify|get rid|document|annotate|merge|separate|reuse|open-code|inline|kill|shrink|streamline|make|adjust|modify|prefer|mention|describe|clarify|rephrase|reword)s?\b/
const CLEANUP_NOUN =
  /\b(?:typos?|spelling|comments?|clean-?ups?|indent\w*|white-?space|kernel-?doc|unused|redundant|unneeded|unnecessary|dead code|useless|cosmetic|coding style|formatting|sparse|checkpatch|boilerplate|extraneous|superfluous|obsolete|leftover|annotations?|readability)\b/
const FIX_VERB =
  /^(?:fix|correct|repair|resolve|cure|work ?around|close|plug|unbreak|hotfix)\w*\b|\bfix(?:es|ed)?\b|\bregression\b/
const PREVENT_VERB =
  /^(?:prevent|avoid|don'?t|do not|never|handle|check|restore|ensure|stop|reject|validate|disallow|ignore|skip|limit|protect|always|properly|reset|clear|flush|initiali[sz]e|free|release|disable|force|wait|guard|bail|verify|sanitize|clamp|defer|keep|only|return|propagate|account|honou?r|put|unlock|cancel|be|call|set|save|take|hold|serialize|synchronize|treat|make sure|bring|enforce|block|deny|mask|preserve|invalidate|unregister|undo|re-?enable|put|drain)\b/

const FEATURES: Readonly<Record<string, (look: Look) => boolean>> = {
  'subject-feature-verb': ({ deed }) => FEATURE_VERB.test(deed) && !FIX_VERB.test(deed),
  'subject-refactor-verb': ({ deed }) => REFACTOR_VERB.test(deed) && !FIX_VERB.test(deed),
  'subject-cleanup-noun': ({ deed }) => CLEANUP_NOUN.test(deed),
  'subject-support-word': ({ deed }) => /\b(?:support|expos\w+|advertis\w+)\b/.test(deed),
  'subject-fault-word': ({ deed }) =>
    words.countWords(deed, words.FAULT) + words.countWords(deed, words.HARM) > 0,
  'subject-repair-word': ({ deed }) =>
    /\b(?:back|correct(?:ly)?|proper(?:ly)?|right|required|again|valid|safe(?:ly)?|actual(?:ly)?|before|after|only|until|when|if)\b/.test(
      deed,
    ),
  'log-says-fix': ({ log }) =>
    /\bfix(?:es|ed|ing)? (?:this|it|the|that|these|by|a|an)\b|\bto fix\b|^fix /im.test(log),
  'says-mistake': ({ log }) =>
    /\b(?:forg[eo]t\w*|inadvertent\w*|accident\w*|mistaken\w*|by mistake|neglect\w*|overlook\w*|erroneous\w*)\b/i.test(
      log,
    ),
  'no-harm-word': ({ log }) => words.countWords(log, words.HARM) === 0,
  'no-fault-word': ({ log }) => words.countWords(log, words.FAULT) === 0,
  'no-negation': ({ log }) => words.countWords(log, words.NEGATION) === 0,
  'no-consequence-word': ({ log }) => words.countWords(log, words.CONSEQUENCE) === 0,
  'no-necessity': ({ log }) => words.countWords(log, words.NECESSITY) === 0,
  'no-problem-stated': ({ log }) =>
    words.countWords(log, words.HARM) +
      words.countWords(log, words.FAULT) +
      words.countWords(log, words.NEGATION) ===
    0,
  'harm-words': ({ log }) => words.countWords(log, words.HARM) >= 2,
  'fault-words': ({ log }) => words.countWords(log, words.FAULT) >= 2,
  'no-functional-change': ({ log }) => words.countWords(log, words.NO_CHANGE) > 0,
  'cleanup-words': ({ log }) => words.countWords(log, words.CLEANUP) >= 2,
  'improvement-words': ({ log }) => words.countWords(log, words.IMPROVEMENT) >= 1,
  hardening: ({ log, title }) => words.countWords(`${title}\n${log}`, words.HARDENING) > 0,
  'warning-only': ({ log, title }) =>
    /\b(?:sparse|smatch|clang|gcc|compiler|cppcheck|coverity|coccinelle|checkpatch|cocci|-w[a-z][a-z-]{1,40})\b/i.test(
      `${title}\n${log}`,
    ) && words.countWords(log.replace(/warn\w*/gi, ''), words.HARM) === 0,
  'docs-only': (look) => shapeOf(look) === 'docs',
  'shape-of-no-fix': (look) => {
    const shape = shapeOf(look)
    return shape !== null && !['docs', 'deletions', 'moves'].includes(shape)
  },
  'only-takes-away': (look) => shapeOf(look) === 'deletions',
  'new-handler': ({ added }) => added.some((line) => HANDLER.test(line)),
  'new-match': ({ added }) => added.some((line) => MATCH_ENTRY.test(line)),
  'new-file': ({ patch }) => patch.files.some((file) => file.status === 'added'),
  'adds-check': ({ added }) => added.some((line) => /^(?:\} else )?if \(/.test(line)),
  'adds-exit': ({ added }) =>
    added.some((line) =>
      /^(?:return -E|goto |return ret;|return err;|break;|continue;)/.test(line),
    ),
  'adds-release': ({ added }) =>
    added.some(
      (line) =>
        RELEASE.test(/^(\w{1,80})\(/.exec(line)?.[1] ?? '') ||
        /\b(?:READ|WRITE)_ONCE\(|\bsmp_\w{1,40}\(/.test(line),
    ),
  'small-with-fixes': ({ patch, added, removed }) =>
    added.length + removed.length <= 5 &&
    patch.text.trailers.some(({ key }) => key.toLowerCase() === 'fixes'),
  'subject-fix-verb': ({ deed }) => FIX_VERB.test(deed),
  'subject-prevent-verb': ({ deed }) => PREVENT_VERB.test(deed),
  'subject-revert': ({ title, log }) =>
    /^revert\b/i.test(title) || /: revert\b/i.test(title) || /^This reverts commit /m.test(log),
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
  regression: ({ log, title }) => /\bregress\w*/i.test(`${title}\n${log}`),
  'hardware-erratum': ({ log, title }) =>
    /\b(?:quirks?|errat(?:um|a)|work-?arounds?|silicon bug|hardware bug)\b/i.test(
      `${title}\n${log}`,
    ),
  'prerequisite-words': ({ log }) => PREREQUISITE.test(log),
  'fixes-tag': ({ patch }) => patch.text.trailers.some(({ key }) => key.toLowerCase() === 'fixes'),
  'names-version': ({ log, patch }) =>
    /\bcommit [0-9a-f]{8,40}\b|\bsince (?:commit|v?\d)/i.test(log) ||
    patch.text.trailers.some(
      ({ key, value }) => /^cc$/i.test(key) && /stable@/.test(value) && value.includes('#'),
    ),
}
/** A call that gives something back or orders accesses. */
const RELEASE =
  /put|free|unlock|lock|release|unregister|disable|cleanup|cancel|flush|del_timer|barrier|mb$|sync/

/** What a change exposes: accessors, attributes, parameters, exports. */
export const HANDLER =
  /^static\b.*\b(?:access|show|store)_\w+\(|^static\b.*\b\w+_(?:show|store)\(|\b(?:DEVICE_ATTR|IIO_DEVICE_ATTR|SENSOR_DEVICE_ATTR)(?:_\w+)?\(|\bmodule_param\w*\(|^EXPORT_SYMBOL/
/** A device tree compatible, an entry of an id table, a Kconfig option. */
export const MATCH_ENTRY = /\.compatible\s*=|^\{ "[\w-]{1,60}", |^config [A-Z]/

export const PREREQUISITE =
  /\b(?:prerequisite|preparat\w+|prepare (?:for|to)|in preparation|preparing|needed (?:by|for)|required (?:by|for)|will be (?:used|needed)|(?:that|which) follows?|(?:subsequent|following|next|later|upcoming) (?:patch|commit|fix|change)(?:es)?|dependency (?:of|for)|depend(?:s|ed|ency) (?:on|for)|to be used (?:by|in)|future (?:patch|commit|fix)(?:es)?)\b/i
