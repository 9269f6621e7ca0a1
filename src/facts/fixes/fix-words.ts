/** The words by which a subject or a log says that no Fixes: is due. */

/** Subjects of fixes that nobody runs into. */
export const COSMETIC =
  /\b(?:typos?|spelling|comments?|indent\w*|white ?space|(?:code ?)?style|includes?|inclusion|magic numbers?|add\b.{0,40}\bfix|checkpatch|sparse|smatch|coccinelle|coccicheck|warnings?|kernel-?doc|documentation|docs?|format(?:ting)?|alignment|grammar|wording|names?|naming|copyright|prefix|maintainers|fix-?ups?|quirk|errata|erratum|workaround|shadow(?:s|ed|ing)?|signedness|redundan\w+|unused|dead code|(?:error|debug|log|info|warning|kernel|print\w*|dev_\w+|pr_\w+)[ -](?:messages?|prints?|printing|logs?|output|strings?)|printk?|prints|refactor\w*|clean-?ups?|simplif\w+|clarif\w+|rename\w*)\b/i

/** One patch with more than one fix has no one commit. */
export const MANY =
  /\b(?:various|several|multiple|misc(?:ellaneous)?|(?:some|minor|small|trivial|more|few) (?:\w+ )?(?:issues|bugs|fixes|problems|errors))\b/i

/** The log says since when, in other words than a tag. */
export const ALWAYS =
  /\b1da177e4|\b(?:initial|first) (?:git )?(?:commit|import|release|version)|since (?:the )?(?:beginning|dawn|day one|ever|forever)|\bday one\b|\balways been\b|\bthis (?:series|patch ?set)\b|^revert\b/im

export const NOT_CODE_OF_OURS =
  /\b(?:errat(?:um|a)|hardware (?:bug|limitation|issue|flaw|defect|quirk)s?|silicon (?:bug|issue)s?|(?:hw|soc|chip|ip|firmware|bios) (?:bug|limitation|issue)s?|work-?arounds?|quirks?)\b/i

/** What it repairs is in no tree, or is to be folded into it. */
export const UNMERGED =
  /\b(?:(?:fold|squash|merge)(?:ed)? (?:this |it )?(?:into|in)\b|(?:to be|can be|could be|please) (?:folded|squashed|fold|squash)|not (?:yet )?(?:been )?(?:merged|upstream(?:ed)?|applied)(?: yet)?\b|(?:applies|based|goes) on top of|depends on (?:the )?(?:series|patch)|fix(?:es)? (?:for|to) (?:the |my |your )?(?:patch|series)\b|out[- ]of[- ]tree)/i

/** The log itself says that no one is hurt. */
export const NO_BUG =
  /\bno functional (?:change|difference|effect|impact)|\b(?:doesn'?t|does not|do not|don'?t) (?:currently |actually |really )?(?:fix|cause|have) (?:a |any )?(?:real |actual |functional )?(?:bug|issue|problem|effect|impact)s?|\bnot a (?:real |actual )?(?:bug|problem|issue)\b|\b(?:harmless|benign|theoretical(?:ly)?|in theory|cosmetic|(?:can|could) ?(?:not|n'?t) happen|never happens?|no (?:in-?tree|current) (?:users?|callers?|drivers?)|no (?:actual|real|practical|user[- ]visible) (?:bug|impact|effect|problem|issue|change)|(?:without|not) caus(?:e|ing) any(?: noticeable| visible)? \w+|nothing (?:really )?bad happens|unlikely to cause|currently (?:harmless|unused|no|not (?:a problem|used|an issue)|works?|fine)|clarif\w+|prepar(?:e|es|ing|ation) (?:for|to)|future (?:change|patch|proof|use|support|architectur)\w*)\b/i

/** Builds that fail may do so only with other patches of the series. */
export const BUILD =
  /\b(?:build|compil\w+|link(?:er|ing)? (?:error|failure)s?|randconfig|without config_\w+|allmodconfig|undefined reference)\b/i
