/** A remark without its greeting, its thanks and the name below. */
export function bareRemark(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  while (lines.length > 0 && (lines[0] === '' || GREETING.test(lines[0] ?? ''))) lines.shift()
  for (let i = 0; i < 6 && lines.length > 0; i++) {
    const last = lines.at(-1) ?? ''
    const above = lines.at(-2) ?? 'x'
    // A name alone on the last line, below an empty one or a greeting.
    const isName = lines.length > 2 && NAME.test(last) && (above === '' || CLOSING.test(above))
    if (last !== '' && !CLOSING.test(last) && !isName) break
    lines.pop()
  }
  return lines.join('\n').replace(NIT, '')
}

// "nit: ", "Nitpick - ", "minor: " say how grave it is, which is for the rule's severity.
const NIT = /^(?:(?:minor|super|tiny) )?(?:nit(?:pick)?s?|minor)(?: ?[:,-] ?|\. )/i
const GREETING = /^(?:(?:hi|hello|hey|dear|good (?:morning|day))\b.{0,50}|[A-Z][a-z]{1,20}[,:])$/i
const CLOSING =
  /^(?:(?:(?:many |with )?(?:thanks|thank you)|(?:best |kind |warm )?regards|cheers|best|br|thx)[,.! ]{0,3}(?:[A-Z]\w{0,20}[.]?)?|\/[A-Z]\w{0,20}|\s{0,40}[A-Z]\.?|[-~]+ ?[A-Z]\w{0,20})$/i
const NAME = /^(?:[A-Z][\w.]{0,20})(?: [A-Z][\w.]{0,20}){0,2}[.]?$/

/** True when somebody asks for something: no thanks, tag, agreement or announcement alone. */
export function isSubstantive(text: string): boolean {
  const bare = bareRemark(text).replaceAll(/\s+/g, ' ').trim()
  if (bare.length < 4 || !/\p{L}{2}/u.test(bare)) return false
  if (bare.length < 160 && CHATTER.test(bare)) return false
  return !/^(?:[A-Z][a-z-]{2,30}-by|Cc|Fixes):/.test(bare)
}

const CHATTER =
  /\b(?:comments? (?:inline|below)|(?:few|couple of|one or two|some) (?:more |other )?(?:minor |small |trivial |tiny )?(?:comments?|things?|nits?|bits)|(?:thanks|thank you) for (?:the|your|this|sending|doing)|see below|(?:looks|look) (?:good|fine|ok)|lgtm|applied|nice (?:work|catch|one)|with (?:that|those|this|the) .{0,40}(?:fixed|addressed|changed))\b|^(?:ok|okay|ack|agreed|done|sure|same here|ditto|likewise|same|exactly|great|cool|thanks|indeed|fair enough)\b.{0,40}$|^(?:yes|yep|no|nope|right|true)[.,! ]{0,3}$|^[-=.*_ ]{3,}$/i

/** The first sentence on one line, for a title: without its stop, cut at a word. */
export function firstSentence(text: string): string {
  const plain = bareRemark(text)
    .replaceAll(/\s+/g, ' ')
    .replace(/^[#>*\-^\s]+/, '')
    .trim()
  // "No. You cannot ..." says it in the second.
  const end = /[.?!](?= |$)/.exec(plain.slice(12))
  const sentence = end === null ? plain : plain.slice(0, 12 + end.index + 1)
  const bare = sentence.replace(/[.:]$/, '')
  if (bare.length <= 90) return bare === '' ? 'TODO: what is wrong' : bare
  return bare.slice(0, bare.lastIndexOf(' ', 90) + 1 || 90).trimEnd()
}
