import type { Subject } from '../model.ts'

/**
 * Takes a decoded Subject: line apart: `Re: [PATCH RFC v2 net-next 3/7] net: foo: Fix bar`. The
 * title is what git am would make the first line of the commit.
 */
export function parseSubject(line: string): Subject {
  // Not \s: a no-break space is part of the title, for git as for the eye that stumbles over it.
  const text = line.replaceAll(/[ \t\r\n\f\v]+/g, ' ').replaceAll(/^ | $/g, '')
  const { brackets, isReply, title } = stripFront(text)
  const words = brackets.flatMap((b) => b.split(/[\s,|]+/)).flatMap((word) => splitWord(word))
  const patch = words.some(isPatchWord)
  const version = readVersion(words)
  const counter = readCounter(words) ?? looseCounter(title)
  const isPull = words.some((word) => /^pull$/i.test(word))
  const asks = words.some((word) => /^(?:rfc|rft|resend|repost)$/i.test(word)) || counter !== null
  return {
    text,
    tags: words.filter((w) => w !== version?.word && !isPatchWord(w) && !counterWord.test(w)),
    isPatch: patch || /^PATCH \d/i.test(title) || (asks && brackets.length > 0 && !isPull),
    isReply,
    revision: version?.revision ?? 1,
    counter: counter?.[0] ?? null,
    expected: counter?.[1] ?? null,
    prefix: readPrefix(title),
    title,
  }
}

interface Front {
  readonly brackets: readonly string[]
  readonly isReply: boolean
  readonly title: string
}

/**
 * Strips `Re:`, brackets, blanks and colons from the front, in any order (mailinfo.c:
 * cleanup_subject).
 */
function stripFront(text: string): Front {
  const brackets: string[] = []
  let isReply = false
  let tagged = false
  let rest = text
  for (;;) {
    rest = rest.replace(/^[ :]+/, '')
    // Behind [PATCH] "AW: x" may be the title; git knows "Re:" only.
    const reply = (tagged ? /^re:/i : replyPrefix).exec(rest)
    const bracket = /^\[([^\]]*)\]/.exec(rest)
    const found = reply ?? bracket
    if (found === null) return { brackets, isReply, title: rest }
    if (reply !== null) isReply = true
    if (reply === null) {
      brackets.push(bracket?.[1] ?? '')
      tagged ||= /patch/i.test(bracket?.[1] ?? '')
    }
    rest = rest.slice(found[0].length)
  }
}

// Re:, RE[2]:, AW:, 回复：
const replyPrefix =
  /^(?:re|aw|antw|antwort|sv|vs|fwd?|wg|tr|rv|odp|r[ée]p|ynt|ha|回[复覆復]|答[复覆復]|转发|轉寄|ответ)(?:\[\d+\])?\s?[:：]/i

/**
 * Takes words apart that people write without blank: `PATCHv3`, `PATCH1/8`, `v2PATCH1/4`,
 * `RFC/PATCH`.
 */
function splitWord(word: string): readonly string[] {
  if (word === '') return []
  const glued =
    /^(v\d+)?(?:(rfc|rft)[-/_]?)?(patch(?:es|set|bomb)?)(?:[-/_:](rfc|rft))?[-_:]?(.*)$/i.exec(word)
  if (glued === null) return [word.replace(/^-(?=v\d+$)/i, '')]
  return glued.slice(1).filter((part) => part !== undefined && part !== '')
}

function isPatchWord(word: string): boolean {
  return /^patch(?:es|set|bomb)?:?$/i.test(word)
}

const counterWord = /^(\d+)\/(\d+)$/

function readCounter(words: readonly string[]): readonly [number, number] | null {
  for (const word of words) {
    const m = counterWord.exec(word)
    if (m !== null) return [Number(m[1]), Number(m[2])]
  }
  return null
}

/** `[PATCH] 1/2: x` and `PATCH 1/2: x`, but not `[PATCH] x 508/512 y`. */
function looseCounter(title: string): readonly [number, number] | null {
  const m = /^(?:PATCH )?(\d{1,4})\/(\d{1,4})[:\]]/i.exec(title)
  return m === null ? null : [Number(m[1]), Number(m[2])]
}

// Branches that patches for stable name as "v4.9"; other dotted versions are revisions ("v5.5"
// between v5 and v6).
const stableBranch =
  /^v?(?:2\.\d+|3\.(?:2|10|12|16|18)|4\.(?:4|9|14|19)|5\.(?:4|10|15)|6\.(?:1|6|12|18))$/i

function readVersion(
  words: readonly string[],
): { readonly word: string; readonly revision: number } | null {
  const isStable = words.some((w) => /^(?:stable|autosel|backport|queue|longterm|lts)/i.test(w))
  for (const word of words) {
    const m = /^v(?:er)?(\d{1,4})(\.\d{1,2})?$/i.exec(word)
    const isBranch = m?.[2] !== undefined && (isStable || stableBranch.test(word))
    if (m !== null && !isBranch) return { word, revision: Number(`${m[1]}${m[2] ?? ''}`) }
  }
  return null
}

/**
 * `net: phy` of `net: phy: Fix x: y`: one to three words, then single words, each closed by a
 * colon and a blank.
 */
function readPrefix(title: string): string {
  const parts = title.split(': ')
  const stop = parts.slice(0, -1).findIndex((part, i) => !isArea(part, i))
  return parts.slice(0, stop < 0 ? parts.length - 1 : stop).join(': ')
}

function isArea(part: string, i: number): boolean {
  return part !== '' && !part.includes('"') && part.split(' ').length <= (i === 0 ? 3 : 1)
}
