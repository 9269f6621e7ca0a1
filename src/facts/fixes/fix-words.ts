/** The words by which a subject or a log says that no Fixes: is due. */

/** Subjects of fixes that nobody runs into. */
export const COSMETIC =
  /\b(?:typos?|spelling|comments?|indent\w*|white ?space|(?:code ?)?style|includes?|inclusion|magic numbers?|add\b.{0,40}\bfix|checkpatch|sparse|smatch|coccinelle|coccicheck|warnings?|kernel-?doc|documentation|docs?|format(?:ting)?|alignment|grammar|wording|names?|naming|copyright|prefix|maintainers|fix-?ups?|quirk|errata|erratum|workaround|shadow(?:s|ed|ing)?|signedness|redundan\w+|unused|dead code|(?:error|debug|log|info|warning|kernel|print\w*|dev_\w+|pr_\w+)[ -](?:messages?|prints?|printing|logs?|output|strings?)|printk?|prints|refactor\w*|clean-?ups?|simplif\w+|clarif\w+|rename\w*|fix(?:es)? (?:the )?message)\b/i

/** One patch with more than one fix has no one commit, and neither has one that does something else as well. */
export const MANY =
  /\b(?:various|several|multiple|misc(?:ellaneous)?|few bugs?|fixes for|and add|for new|(?:some|minor|small|trivial|more|few) (?:\w+ )?(?:issues|bugs|fixes|problems|errors|codes))\b/i

/** The same, as a log says it. */
export const MANY_SAID =
  /\b(?:various|several|multiple|a number of) (?:issues|problems|bugs|fixes|errors)\b/i

/** The log says since when, in other words than a tag. */
export const ALWAYS =
  /\b1da177e4|\b(?:initial|first) (?:git )?(?:commit|import|release|version)|since (?:the )?(?:beginning|dawn|day one|ever|forever)|\bday one\b|\balways been\b|\bdat(?:es|ing) back to\b|\bappl(?:y|ies) to v\d|\b(?:pre-?git|pre-?histor(?:y|ic)|before git)\b|\bthis (?:series|patch ?set)\b|^revert\b|^cc:.{1,80}\bstable\b.{1,80}#\s*v?\d/im

export const NOT_CODE_OF_OURS =
  /\b(?:errat(?:um|a)|hardware (?:bug|limitation|issue|flaw|defect|quirk)s?|silicon (?:bug|issue)s?|(?:hw|soc|chip|ip|firmware|bios) (?:bug|limitation|issue)s?|work-?arounds?|quirks?|it (?:has )?turned out|not (?:yet )?(?:well |fully )?(?:known|understood))\b/i

/** What it repairs is in no tree, or is to be folded into it. */
export const UNMERGED =
  /\b(?:(?:fold|squash|merge)(?:ed)? (?:this |it )?(?:into|in)\b|(?:to be|can be|could be|please) (?:folded|squashed|fold|squash)|not (?:yet )?(?:been )?(?:merged|upstream(?:ed)?|applied)(?: yet)?\b|(?:applies|based|goes) on top of|depends on (?:the )?(?:series|patch)|fix(?:es)? (?:for|to) (?:the |my |your )?(?:patch|series)\b|out[- ]of[- ]tree)|^link:\s*\S{1,60}\/cover[.-]/im

/** The log itself says that no one is hurt. */
export const NO_BUG =
  /\bno functional (?:change|difference|effect|impact)|\bno changes? (?:in|of) (?:functionality|behaviou?r)\b|\b(?:doesn'?t|does not|do not|don'?t) (?:currently |actually |really )?(?:fix|cause|have) (?:a |any )?(?:real |actual |functional )?(?:bug|issue|problem|effect|impact)s?|\bnot a (?:real |actual )?(?:bug|problem|issue)\b|\b(?:harmless|benign|theoretical(?:ly)?|in theory|cosmetic|(?:can|could) ?(?:not|n'?t) happen|never happens?|no (?:in-?tree|current) (?:users?|callers?|drivers?)|no (?:actual|real|practical|user[- ]visible) (?:bug|impact|effect|problem|issue|change)|(?:without|not) caus(?:e|ing) any(?: noticeable| visible)? \w+|nothing (?:really )?bad happens|unlikely to cause|currently (?:harmless|unused|no|not (?:a problem|used|an issue)|works?|fine)|not (?:user[- ]visible|visible to)|had (?:no|any) (?:implications?|effects?|consequences?)|hypothetical(?:ly)?|fortunately|luckily|if (?:someone|somebody|anyone) (?:happens?|wants?|tries)|once (?:we|it|they) (?:switch|move|start|use|add)|it(?:'s| is| would be) better to|clarif\w+|prepar(?:e|es|ing|ation) (?:for|to)|^prepare \w+ for|future (?:change|patch|proof|use|support|architectur)\w*)\b/im

/** The author does not know, or does more than to repair. */
export const TENTATIVE =
  /\b(?:try to (?:fix|rectify)|seems? to make sense|fix(?:es)? (?:a|the) \w+ typos?|re-?work(?:s|ed)? (?:the|this|of|per)|re-?write (?:the|this))\b/i

/** What an earlier patch of the series has changed is not yet anybody's bug. */
export const NO_MORE =
  /\b(?:any ?more|no longer|now that|was changed to|after (?:the|this) previous (?:patch|commit|change))\b/i

/** Builds that fail may do so only with other patches of the series. */
export const BUILD =
  /\b(?:build|compil\w+|link(?:er|ing)? (?:error|failure)s?|randconfig|without config_\w+|allmodconfig|undefined reference)\b/i
