/**
 * The types that flow from a mail to its review, and nothing else. Read this page first:
 *
 *   RawMail -> Message -> Patch -> Series -> Image -> Finding -> Comment -> Review -> bytes
 *
 * A `Finding` and what its rule is made of are in rulebook.ts.
 * All values are readonly. `null` means "known to be absent"; `undefined` does not leave a function.
 */

// ---------------------------------------------------------------- problems

/**
 * What is wrong with an input, as a closed list:
 * `repair` - damage that was mended, so what we judged is our reconstruction;
 * `damage` - damage that was left, so some facts about the input are unknown;
 * `limit` - a part of the input was not judged at all: the run cannot be called clean (exit 2).
 */
export type ProblemKind = 'repair' | 'damage' | 'limit'

/** Stable words for programs, a closed list; docs/problems.md says what each means. Never renamed, only added to. */
export type ProblemCode =
  // Of a mail.
  | 'address-hidden'
  | 'author-differs'
  | 'byte-order-mark'
  | 'base64-damaged'
  | 'charset-missing'
  | 'charset-unknown'
  | 'cr-line-ends'
  | 'flowed'
  | 'flowed-kept'
  | 'part-left-out'
  | 'quoted-crlf'
  | 'utf-16'
  | 'charset-invalid'
  | 'header-broken'
  | 'header-missing'
  | 'header-twice'
  | 'html-only'
  | 'nul-bytes'
  | 'patch-twice'
  | 'quoted-printable-damage'
  | 'scissors'
  | 'head-too-large'
  | 'line-too-long'
  | 'mail-too-large'
  | 'mime-broken'
  | 'mime-depth'
  | 'mime-parts'
  // Of a diff.
  | 'context-blank-lost'
  | 'lines-wrapped'
  | 'no-break-spaces'
  | 'crlf-line-ends'
  | 'path-prefix-missing'
  | 'path-from-diffstat'
  | 'tabs-collapsed'
  | 'file-header-missing'
  | 'file-name-missing'
  | 'hunk-header-missing'
  | 'hunk-lines-missing'
  | 'hunk-corrupt'
  | 'text-between-hunks'
  | 'lines-after-hunk'
  | 'binary-corrupt'
  | 'git-refuses'
  | 'git-reads-otherwise'
  | 'several-patches'
  | 'diff-in-log'
  | 'file-twice'
  | 'path-unsafe'
  | 'symlink'
  | 'submodule'
  | 'combined-diff'
  | 'patch-too-large'
  | 'too-many-files'
  // Of a series.
  | 'patch-missing'
  | 'member-without-patch'
  | 'posted-twice'
  | 'quoted-twice'
  // Of judging.
  | 'c-too-large'
  | 'c-unreadable'
  | 'judge-died'
  | 'other-project'
  | 'patch-corrupt'
  | 'repaired-later'
  | 'too-many-places'
  | 'too-slow'
  // Of muting.
  | 'ignore-unknown'
  | 'ignore-without-reason'
  | 'ignore-misplaced'
  | 'ignore-unused'
  | 'baseline-unused'
  // Of a pull request.
  | 'commit-too-large'
  | 'commits-unlisted'

/** Bad input is data, not an exception. `line` counts from 1 in the decoded body, null when it is not about a line. */
export interface Problem {
  readonly kind: ProblemKind
  readonly code: ProblemCode
  /** One sentence for people, e.g. "context lines lost their leading blank; repaired". */
  readonly what: string
  readonly messageId: string | null
  readonly line: number | null
}

// ---------------------------------------------------------------- sources

/** What may be spent on one mail. A limit that is hit is a `limit` problem: that mail was not judged whole. */
export interface Limits {
  /** Bytes of one mail. */
  readonly mail: number
  /** Bytes of one header block. */
  readonly head: number
  /** Bytes of one line of a body. */
  readonly line: number
  /** How deep multiparts stand in multiparts, and how many parts one mail has. */
  readonly depth: number
  readonly parts: number
  /** Bytes and files of one patch. */
  readonly patch: number
  readonly files: number
  /** Bytes of one C text, and milliseconds to parse it. */
  readonly cFile: number
  readonly parseMs: number
  /** Milliseconds for one rule on one patch, for one pack, and for all that is done with one mail. */
  readonly ruleMs: number
  /** For all rules of one pack on one patch of 100 kB or less; a larger patch may take more. */
  readonly packMs: number
  readonly mailMs: number
}

/** One mail as it was found, undecoded. */
export interface RawMail {
  /** Where it came from, for people: `a.mbox:3`, `kvmarm.git 1f2e3d4c`, `HEAD~2..HEAD 1/2`. */
  readonly origin: string
  readonly bytes: Uint8Array
  /** Reads the same bytes again, so that a large archive need not be held in memory. */
  readonly reload: () => Promise<Uint8Array>
}

// ---------------------------------------------------------------- mail

/** What sort of mail it is; every mail is of exactly one. */
export type MailKind =
  /** Carries one patch, to be applied: the only kind that is judged without being asked for. */
  | 'patch'
  /** 0/n, whatever stands in it. */
  | 'cover'
  | 'reply'
  /** A reply with a diff of its own at column 0: somebody's counter-proposal. */
  | 'reply-with-patch'
  | 'pull-request'
  /** Says that a patch was applied, queued or merged; often with the whole patch below. */
  | 'applied-notice'
  /** A program's findings: build robots, fuzzers, CI. */
  | 'report'
  /** Its subject promises a patch, and there is none; or talk that starts a thread. */
  | 'no-patch'
  /** HTML without a text part. */
  | 'html-only'
  /** Nothing of it could be read: a limit was hit, or there are no bytes. */
  | 'unusable'

/** Where an author was read: the first of these that is there counts, in this order for "X via list". */
export type AuthorSource = 'in-body' | 'x-original-from' | 'reply-to' | 'header'

/** What a `git request-pull` mail asks to be pulled; `ref` is null where it names none. */
export interface PullRequest {
  readonly url: string
  readonly ref: string | null
}

/** RFC 5322 mailbox; `name` is '' when there is none. */
export interface Address {
  readonly name: string
  readonly address: string
}

/** A Subject: line taken apart: "[PATCH RFC v2 net-next 3/7] net: foo: Fix bar". */
export interface Subject {
  /** The decoded line, unfolded, with its tags. */
  readonly text: string
  /** What stands in brackets besides PATCH, version and counter: `['RFC', 'net-next']`. */
  readonly tags: readonly string[]
  readonly isPatch: boolean
  readonly isReply: boolean
  /** 1 unless the subject says v2, v3, ... */
  readonly revision: number
  /** 3 in 3/7; null without a counter. */
  readonly counter: number | null
  /** 7 in 3/7; null without a counter. */
  readonly expected: number | null
  /** "net: foo" in "net: foo: Fix bar"; '' when there is no colon. */
  readonly prefix: string
  /** "net: foo: Fix bar": what becomes the first line of the commit. */
  readonly title: string
}

/** One line of a mail body. */
export interface TextLine {
  readonly text: string
  /** Counts from 1 in the decoded body. */
  readonly mailLine: number
}

/** `Key: value` in the last paragraph of a log (git-interpret-trailers). Continuation lines are joined by one blank. */
export interface Trailer {
  readonly key: string
  readonly value: string
  readonly mailLine: number
  /** Message-ID of the reply that gave it; null when it stands in the patch itself. */
  readonly from: string | null
}

/** One mail, decoded. A value for any bytes; what was wrong with them is in `problems`. */
export interface Message {
  /** Without angle brackets. Made from the content's hash (`<hash>@no-message-id.invalid`) when the mail has none. */
  readonly messageId: string
  readonly inReplyTo: string | null
  /** In the order given; without doubles. */
  readonly references: readonly string[]
  /** The person, not the list: "X via list" is looked up where the list keeps X. */
  readonly from: Address
  readonly fromSource: Exclude<AuthorSource, 'in-body'>
  /**
   * Who passes the patch on: of a mail `from`, of a commit its committer; null for a patch file (git format-patch,
   * quilt), whose From: is the author whoever sends it then.
   */
  readonly sender: Address | null
  /** Sent by a program (RFC 3834 Auto-Submitted). */
  readonly automatic: boolean
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  /** ISO 8601 in UTC; null when missing or unreadable. */
  readonly date: string | null
  readonly subject: Subject
  /** List-Id values, without display name. */
  readonly listIds: readonly string[]
  /** The text of the body: transfer encoding and charset undone, line ends kept as `\n` (a `\r` before it stays only where it belongs to a diff line). */
  readonly body: string
  /** The body after transfer decoding only: what a patch's bytes are taken from. */
  readonly bodyBytes: Uint8Array
  readonly origin: string
  readonly problems: readonly Problem[]
}

/** The text of one patch, cut out of a body as git mailinfo cuts it; from a reply, with the quote marks removed. */
export interface PatchText {
  /** In-body From: wins over the header. */
  readonly author: Address
  readonly authorSource: AuthorSource
  /** In-body Subject: wins over the header. */
  readonly title: string
  /** The commit log without title: up to "---", trailers included, in-body headers not. */
  readonly log: readonly TextLine[]
  readonly trailers: readonly Trailer[]
  /** Between "---" and the diff, without the diffstat: never reaches git. */
  readonly notes: readonly TextLine[]
  readonly diffstat: readonly DiffstatLine[]
  /** From the first line of the diff on. In a quoted patch a gap in `mailLine` is where the reviewer speaks. */
  readonly diff: readonly TextLine[]
  /** 0: stands in the mail as sent. 1, 2, ...: quoted so deep in a reply. */
  readonly quoteDepth: number
  readonly problems: readonly Problem[]
}

/** " arch/arm64/kvm/pmu-emul.c | 11 +----------"; counts are null for "Bin". A path cut by git to ".../x.c" stays cut. */
export interface DiffstatLine {
  readonly path: string
  readonly changed: number | null
  readonly mailLine: number
}

// ---------------------------------------------------------------- diff

export type FileStatus = 'modified' | 'added' | 'deleted' | 'renamed' | 'copied'

/** The changes to one file. Paths are null where a reviewer trimmed the header, and for /dev/null. */
export interface FileDiff {
  readonly oldPath: string | null
  readonly newPath: string | null
  /** Abbreviated object ids of the `index` line. */
  readonly oldBlob: string | null
  readonly newBlob: string | null
  readonly oldMode: string | null
  readonly newMode: string | null
  readonly similarity: number | null
  readonly status: FileStatus
  readonly binary: boolean
  readonly hunks: readonly Hunk[]
  /** The line its header starts on; the first hunk's when there is no header. */
  readonly mailLine: number
}

export interface HunkRange {
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
}

/** One `@@` block. `range` is null where a reviewer trimmed the `@@` line: then its lines have no numbers. */
export interface Hunk {
  readonly range: HunkRange | null
  /** What stands behind the second `@@`: usually the line that opens the function or table. */
  readonly section: string
  readonly lines: readonly DiffLine[]
  /** False where lines are missing against `range` (trimmed by a reviewer). */
  readonly complete: boolean
  readonly mailLine: number
}

export type Sign = ' ' | '+' | '-'
export type Side = 'old' | 'new'

export interface DiffLine {
  readonly sign: Sign
  /** Without the sign and without the line end. */
  readonly text: string
  /** Line number in the old file; null for added lines and where it cannot be known. */
  readonly oldLine: number | null
  readonly newLine: number | null
  readonly mailLine: number
  /** True on the last line of a file that does not end in a line feed. */
  readonly noEol: boolean
}

/** One patch: the mail that carries it (or quotes it), its text, and its diff. */
export interface Patch {
  readonly message: Message
  readonly text: PatchText
  readonly files: readonly FileDiff[]
  /** Why git apply refuses it, in git's words; null where it does not, and for a quoted patch, which git never sees. */
  readonly refusal: Refusal | null
  readonly problems: readonly Problem[]
}

/** `text` counts lines from where git mailinfo begins the patch; `line` is the line of the decoded body. */
export interface Refusal {
  readonly line: number | null
  readonly text: string
}

// ---------------------------------------------------------------- series

/** The patches posted together as one revision. A lone patch is a series of one. */
export interface Series {
  readonly revision: number
  /** How many patches the counters promise; 1 for a lone patch. */
  readonly expected: number
  readonly changeId: string | null
  readonly baseCommit: string | null
  readonly coverLetter: Message | null
  /** By counter. */
  readonly patches: readonly Patch[]
  /** Counters that are promised but were not in the input: stated, never held against the author. */
  readonly missing: readonly number[]
  /** Counters above what was promised ("[PATCH 6/5]"): a patch that was added later. */
  readonly extra: readonly number[]
  /** Counters that were posted twice in this thread and revision: these are the newest mails. */
  readonly twice: readonly number[]
  /** Message-ID of the first mail of the previous revision, where the input shows it. */
  readonly previous: string | null
  /** Message-ID of the first mail of the posting this one replaces: the previous revision, or the same one sent before. */
  readonly supersedes: string | null
  /** Message-IDs of earlier patches that still stand where only a part was posted anew; empty when nobody asked. */
  readonly carriedOver: readonly string[]
  /** How its patches relate to those of the previous revision; null without one, or when nobody asked. */
  readonly rangeDiff: RangeDiff | null
  /** Replies to its mails, by date; empty when nobody asked. */
  readonly followups: readonly Followup[]
  /** The previous revision with what was said to it; null without one, or when nobody asked. */
  readonly before: Before | null
}

/** The revision that a series is compared with. Where that was only a part posted anew, the rest of it is the older one's. */
export interface Before {
  readonly revision: number
  /** Some line with a review or a test is in fewer mails now: a cheap first look. */
  readonly mayLoseTags: boolean
  readonly coverLetter: Message | null
  readonly patches: readonly Patch[]
  /** Replies to its mails, in the order of the input. */
  readonly followups: readonly Followup[]
}

/** Two revisions of a series side by side (git-range-diff). */
export interface RangeDiff {
  /** Message-ID of the first mail of the previous revision. */
  readonly previous: string
  /** What links the two. */
  readonly by: 'change-id' | 'link' | 'title' | 'patch-id'
  /** Every patch of this revision, in its order. */
  readonly patches: readonly PatchHistory[]
  /** Message-IDs of patches of the previous revision that none of this one comes from. */
  readonly dropped: readonly string[]
}

/** Where one patch of a revision comes from. */
export interface PatchHistory {
  readonly messageId: string
  /** Message-IDs in the previous revision: none when new, several when merged. */
  readonly from: readonly string[]
  /** `same`: equal patch-id. `split`: another patch of this revision comes from the same one. */
  readonly how: 'same' | 'changed' | 'new' | 'split' | 'merged'
  /** It stands before or after other patches than it did. */
  readonly moved: boolean
}

/** A reply to a mail of a series, read for what it gives: tags and remarks. */
export interface Followup {
  readonly messageId: string
  /** Message-ID of the mail of the series that it answers, directly or through other replies. */
  readonly answers: string
  /** Message-ID of the mail it answers directly. */
  readonly inReplyTo: string | null
  /** It carries a diff of its own: a counter-proposal. */
  readonly proposes: boolean
  readonly from: Address
  readonly date: string | null
  /** Written by a program: a build robot, a CI, a tracker. */
  readonly bot: boolean
  /** Reviewed-by: and the like, unquoted; `from` is this reply. */
  readonly trailers: readonly Trailer[]
  readonly remarks: readonly Remark[]
}

/** What a reviewer wrote under a quoted line. */
export interface Remark {
  /** Message-IDs of later replies that quote some of it, in the order of the input. */
  readonly quotedBy: readonly string[]
  /** The lines as written, joined by line feeds, without blank lines around. */
  readonly text: string
  /** Of its first line, in the reply's body. */
  readonly mailLine: number
  /** The quoted line it stands under, without quote marks and diff sign; null when it stands above all quotes. */
  readonly quote: string | null
  /** The file and side of that line, where it is a line of the diff; null for the log and for prose. */
  readonly path: string | null
  readonly side: Side | null
  readonly line: number | null
}

// ---------------------------------------------------------------- tree

/** A kernel tree, handed in by whoever may touch the world. Paths are relative to its top, with '/'. */
export interface Tree {
  /** The file's text, or null when there is no such file. */
  readonly read: (path: string) => string | null
  /** The text of a blob by (abbreviated) object id, or null when it is not there. */
  readonly readBlob: (id: string) => string | null
  /** What to call it in evidence. */
  readonly name: string
  /** Whether some file below a folder holds this text, on one line. */
  readonly holds: (text: string, folder: string) => boolean
  /** The commits of its repository; null for a plain folder and for a clone that lacks some of them. */
  readonly history: History | null
}

/** What a repository knows of commits; ids are hexadecimal, and may be abbreviated. */
export interface History {
  /** The commit an id names: `ambiguous` where it may be several, null where it is none. */
  readonly commit: (id: string) => HistoryCommit | 'ambiguous' | null
  /** Whether the tree that is read holds it in its past. */
  readonly isAncestor: (id: string) => boolean
  /**
   * Whether a release ("v6.1", no candidate) holds it; null where that is not known: it is not in the past of the
   * tree, or the tags of releases are missing.
   */
  readonly isReleased: (id: string) => boolean | null
  /** It begins with a kernel that was imported whole: a commit that is not there may be older. */
  readonly isCut: () => boolean
}

export interface HistoryCommit {
  /** All digits. */
  readonly id: string
  readonly subject: string
  /** Its log has a Cc: stable or a Fixes:, so that stable trees may have it before a release has. */
  readonly isRepair: boolean
}

// ---------------------------------------------------------------- C

/**
 * A syntax tree of tree-sitter-c, copied out of native memory: node i is described by element i of
 * each array, in document order (parents first), so a subtree is the run i .. skip[i] - 1.
 */
export interface Syntax {
  readonly text: string
  /** The text before macros were blanked for the parser, at the same offsets. */
  readonly source: string
  readonly size: number
  readonly kind: readonly string[]
  /** UTF-16 offsets into `text`. */
  readonly start: Uint32Array
  readonly end: Uint32Array
  /** The first node behind the subtree of i. */
  readonly skip: Uint32Array
  readonly named: Uint8Array
  /** The parent of i; the root is its own. */
  readonly parent: Uint32Array
  /** The nodes of each kind, in document order: what rules dispatch on. */
  readonly byKind: ReadonlyMap<string, readonly number[]>
  /** Ranges of `text` the parser could not read (ERROR and MISSING nodes), in order. */
  readonly errors: readonly { readonly start: number; readonly end: number }[]
  /** The grammar's field name of each node, null without one; parsed again when first asked for. */
  readonly fields: () => readonly (string | null)[]
}

/** One side of a hunk or of a whole file, parsed. */
export interface Image {
  readonly side: Side
  /** True when the whole file was at hand, false for what one hunk shows. */
  readonly whole: boolean
  readonly path: string | null
  readonly syntax: Syntax
  /** Offset in the text where each row starts. */
  readonly rows: Uint32Array
  /** Per row the line of the patch that stands there; null for rows the patch does not show. */
  readonly lines: readonly (DiffLine | null)[]
  /** Rows the parser could not read: nothing is said, and nothing is called clean, in them. */
  readonly blind: ReadonlySet<number>
}

// ---------------------------------------------------------------- review

export type Severity = 'error' | 'warning' | 'note'
export type Maturity = 'stable' | 'nursery'

/** What one clause of a rule rests on, for `explain` and for the reader who doubts. */
export interface Evidence {
  /** The clause as written: "$HANDLER is-unreachable-from EL0". */
  readonly clause: string
  /** The fact found: "PMMIR_EL1: op1 = 0". */
  readonly said: string
  /** Where: "rules/tables/arm64-sysregs.tsv:412", "arch/arm64/kvm/sys_regs.c:1384", "<message-id>:57". */
  readonly where: string
}

export type Anchor =
  | {
      readonly kind: 'line'
      readonly path: string | null
      readonly side: Side
      /** Line in the file of that side; null where the hunk's header was trimmed. */
      readonly line: number | null
      readonly mailLine: number
      /** The diff line without its sign. */
      readonly quote: string
    }
  | {
      readonly kind: 'trailer'
      readonly key: string
      readonly value: string
      readonly mailLine: number
    }
  | { readonly kind: 'subject' }
  | { readonly kind: 'log'; readonly mailLine: number | null }
  | { readonly kind: 'cover' }
  | { readonly kind: 'series' }

/** The part of a rule that a review and its reports show. */
export interface RuleHead {
  /** Its path below rules/ without .md: "kvm-arm64/undef-at-el0". */
  readonly id: string
  readonly title: string
  /** Markdown paragraphs. */
  readonly why: string
  readonly severity: Severity
  readonly maturity: Maturity
  readonly source: readonly string[]
}

/** What is said, once, at one place. */
export interface Comment {
  readonly rule: RuleHead
  /** The mail that is answered: the patch, the cover letter, or the reply that quotes the patch. */
  readonly message: Message
  /** The patch's counter in its series, 1 for a lone patch; null for what is about the series. */
  readonly patch: number | null
  readonly anchor: Anchor
  readonly text: string
  readonly bindings: Readonly<Record<string, string>>
  readonly evidence: readonly Evidence[]
  readonly same: readonly string[]
  /** Unified diff against the file as the patch leaves it, that mends it; or null. */
  readonly suggestion: string | null
  /** Why its rule's fix gives no suggestion here; null where it does, and for a rule without a fix. */
  readonly unmended: string | null
  /** Who muted it and why, or null. Muted comments are listed but not said. */
  readonly muted: string | null
}

/** What a report says about a series; small, so that a whole archive's can be held. */
export interface SeriesHead {
  /** The cover letter's title, else the first patch's. */
  readonly subject: string
  readonly revision: number
  readonly expected: number
  readonly missing: readonly number[]
  /** Cover letter first, then the patches by counter. */
  readonly messageIds: readonly string[]
  /** Their titles, in the same order. */
  readonly titles: readonly string[]
  /** When the first of them was sent, ISO 8601; null when that is not known. */
  readonly date: string | null
  readonly patches: number
}

export interface Review {
  readonly series: SeriesHead
  readonly comments: readonly Comment[]
  readonly problems: readonly Problem[]
}

/** Everything one run found, in the order of the input. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string }
  readonly reviews: readonly Review[]
  /** Problems that belong to no series: unreadable mails, limits. */
  readonly problems: readonly Problem[]
  /** Mails read, patches or not. */
  readonly messages: number
  /** Mails whose diff nobody sent to be applied (replies, notices, pull requests), left out. */
  readonly aside: number
  /** False when some input was not judged whole: exit 2, SARIF executionSuccessful false. */
  readonly complete: boolean
}
