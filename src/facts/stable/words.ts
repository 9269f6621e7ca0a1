/** The words by which a log says that something is broken, or that nothing is. All are searched in lower case. */

/** What users see when a kernel is broken. */
export const HARM =
  /\b(?:crash\w*|panics?|oops\w*|hangs?|hung|hanging|dead-?lock\w*|live-?lock\w*|(?:soft|hard) ?lock-?ups?|lock-?ups?|leak\w*|corrupt\w*|overflow\w*|underflow\w*|overruns?|overwrit\w+|use[- ]after[- ]free|uaf|out[- ]of[- ]bounds?|oob|null[- ](?:pointer|deref\w*|ptr)|dereferenc\w+|data loss|stuck|stall\w*|freez\w+|froze|race(?:s|d)?|racy|racing|regress\w*|splats?|toctou|kasan|ubsan|kmsan|kcsan|lockdep|syzbot|syzkaller|vulnerab\w*|cve(?:-[\d-]+)?|exploit\w*|double[- ](?:free|fetch|put|lock)|general protection|page fault|segfault\w*|storms?|dma-?api|triple fault|starv\w+|unbootable|reboots?|kill\w*|dies|dead|infinite(?:ly)?|endless(?:ly)?|recursion|data abort|serror|machine check|build (?:failure|error|break\w*)|(?:link|linker|compil\w+|build) (?:fails?|failure|errors?)|undefined (?:reference|behaviou?r|symbol)|implicit declaration|uninitiali[sz]ed|refcount\w*|imbalance\w*|unbalanced|sleeping (?:function|in)|scheduling while atomic|invalid context|side[- ]channels?|spectre|mitigation|secrets?|attack\w*)\b/g

/** What a developer calls it when code does not do what it should. */
export const FAULT =
  /\b(?:bugs?|buggy|wrong\w*|incorrect\w*|invalid(?:ly)?|broken|breaks?|breakage|broke|fail(?:s|ed|ures?|ing)?|errors?|erroneous\w*|err(?:ed|s)?|bogus|faulty|flaw\w*|defect\w*|mistake\w*|mistaken\w*|accident\w*|inadvertent\w*|unexpected\w*|unintend\w*|unintentional\w*|unable|improper\w*|inconsistent\w*|inconsistenc\w+|mis(?:match\w*|behav\w*|s(?:es|ed)|interpret\w*|calculat\w*|configur\w*|handl\w*|report\w*|detect\w*|placed|align\w*|us\w+)|missing|lost|loses?|losing|lacks?|lacking|forg[eo]t\w*|neglect\w*|omit\w*|overlook\w*|garbage|stale|spurious\w*|time-?outs?|timed out|problem\w*|issues?|trouble\w*|insufficient\w*|too (?:small|large|big|long|short|early|late|low|high|many|few|much|strict|soon)|no longer|never|ignor(?:es?|ed|ing)|silently|bypass\w*|exceed\w*|truncat\w*|beyond|violat\w*|unsafe\w*|insecure\w*|illegal\w*|conflict\w*|complain\w*|reject(?:s|ed)|refus(?:es|ed)|unusable|useless|non-?functional|unreliable|undefined|unhandled|unprotected|unconditional\w*|unnecessar\w+ \w+ (?:wake|interrupt)\w*|regardless|off[- ]by[- ]one|swapped|reversed|inverted|dangling|orphan\w*|prematurely|premature|delay\w*|slow\w*|degrad\w*|poor|hurt\w*|harm(?:ful)?|incompatib\w+|clobber\w*|throws? away|thrown away|lies|lying)\b/g

export const NEGATION =
  /\b(?:not|never|cannot|no longer|without|instead of|rather than|nor|neither|nothing|none|only|always|prevent\w*|avoid\w*|stops?)\b|n't\b/g

export const CONSEQUENCE =
  /\b(?:as a result|results? in|resulting in|leads? to|leading to|led to|caus(?:es?|ed|ing)|triggers?|triggered|because of this|therefore|which (?:means|breaks|makes|leaves|causes|can|may|could|will|would)|otherwise|ends? up|consequence|consequently|thus|hence|happens? (?:when|if)|due to|can be (?:triggered|reproduced)|reproduc\w+|users?|in practice|observed|noticed|seen (?:on|with|in|when)|found (?:that|by)|reported)\b/g

/** It has to be so: the other half of a bug report. */
export const NECESSITY =
  /\b(?:must|should(?:n't)?|need(?:s|ed)? to|ha(?:s|ve) to|required?|requires|necessary|expects?|expected|supposed to|ought to|correct(?:ly)?|proper(?:ly)?|ensure|make sure|safe(?:ly)?)\b/g

export const CLEANUP =
  /\b(?:clean(?:s|ed|er|up|-up|ing)?|simplif\w*|refactor\w*|readab\w*|redundant\w*|unneeded|unnecessary|unused|tid(?:y|ies)|consisten(?:t|cy)|cosmetic|style|renam\w+|convert\w*|consolidat\w*|duplicat\w+|no functional|boilerplate|deprecated|obsolete|leftover|modern\w*|prettif\w*|maintainab\w*|typos?|spelling|clarif\w*)\b/g

export const IMPROVEMENT =
  /\b(?:improv\w+|optimi[sz]\w+|enhanc\w+|performance|faster|efficien\w+|new (?:feature|functionality|interface|api|option|device|chip)s?|feature|support for|add support|allows? (?:users?|userspace|guests?|the)|useful|convenien\w+|better|nice(?:r)?)\b/g

export const HARDENING =
  /\b(?:theoretical\w*|harden\w*|robust\w*|defensive\w*|paranoi\w*|in theory|just in case|sanity check\w*|for safety|extra safety|precaution\w*)\b/g

export const NO_CHANGE =
  /\bno functional (?:change|difference|effect|impact)|\bno intended functional|\bno (?:change in|behaviou?ral) (?:behaviou?r|change)|\bbenign\b|\bharmless\b|\bnot a (?:real )?(?:bug|problem|issue)\b|\bpurely cosmetic\b|\bno (?:actual|real|practical|user[- ]visible) (?:bug|impact|effect|problem|issue|change)|\bcurrently (?:harmless|unused|no users)/g

/** How many different words of a sort a text has. */
export function countWords(text: string, words: RegExp): number {
  return new Set([...text.toLowerCase().matchAll(words)].map(([word]) => word)).size
}
