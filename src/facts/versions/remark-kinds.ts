/** What sort of thing a reviewer's words under a line are. */
export type RemarkKind = 'request' | 'question' | 'other'

/** Sorts a remark by its words: only what asks for a change, or for an answer, can be left unanswered. */
export function remarkKind(text: string): RemarkKind {
  const words = text.slice(0, 4000)
  const first = words.split(/\n\s*\n/, 1)[0] ?? ''
  if (words.trim().length < 12 || CONTENT.test(first.trim())) return 'other'
  // What stands in brackets as a whole is said in passing.
  if (/^\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$/.test(words)) return 'other'
  if (PARDON.test(words) || ELSEWHERE.test(words)) return 'other'
  if (REQUEST.test(words)) return 'request'
  return words.includes('?') ? 'question' : 'other'
}

/** The reviewer leaves it to the author, or to another time. */
export function isPardoned(text: string): boolean {
  return PARDON.test(text.slice(0, 4000))
}

/** Its first paragraph is praise, thanks or agreement. */
export function isContent(text: string): boolean {
  return CONTENT.test((text.slice(0, 4000).split(/\n\s*\n/, 1)[0] ?? '').trim())
}

/** Praise, thanks, agreement, a note for the record: the remark asks for nothing. */
const CONTENT =
  /^(?:(?:ok|okay|ack(?:ed)?|yes|yep|yeah|right|agreed?|indeed|nice|good|great|cool|thanks?|thank you|lgtm|looks|fine|makes sense|fair enough|applied|queued|sure|perfect|neat|love|fyi|for the record|for reference|note to self|never ?mind|nvm|sorry|as above|same here|ditto|no problem|hi|hello|\+1|not your|unrelated|side ?note|aside|thinking aloud|this is (?:fine|ok|good|nice|correct)|that is (?:fine|ok|good|correct)|this looks|i (?:agree|like|see)|i(?:'| a)m (?:fine|ok|happy|good)|it is fine)\b|[-:;]\))/i

/** The reviewer leaves it to the author, or speaks of another time. */
const PARDON =
  /\b(?:not a (?:blocker|big deal|problem)|no (?:need|action|big deal|strong (?:opinion|preference|feelings?))|up to you|your call|feel free|don't (?:mind|care)|do not mind|not (?:for|in) this (?:series|patch)|not (?:directly )?related to this|not new|follow-?up|for (?:the )?future|in the future|some day|later on|separate(?:ly)? (?:patch|series)|another (?:patch|series)|just (?:curious|wondering|a note|saying|thinking)|out of (?:interest|curiosity)|only if you|if you (?:like|want|prefer|wish|respin|re-spin|resend|send|have to|need to)|if there(?:'s| is) a|if we (?:keep|do|really|still)|when applying|while applying|i (?:can|will|could|have|'ll|'ve) (?:fix|tweak|change|drop|add|edit|adjust|do|apply|made|tidy)|i'(?:ll|ve) (?:fix|tweak|change|drop|add|edit|adjust|do|apply|made|tidy)|fixed (?:up|while)|to self|thinking out loud|i guess (?:it|this|that)(?:'s| is) (?:fine|ok))/i

/** What is asked for is done in another place than the line: whether it was, the line does not tell. */
const ELSEWHERE =
  /\b(?:commit (?:message|log|msg|text|description)|(?:patch )?descriptions?|change ?log|document(?:ed|ing|ation)?|cover letter|split (?:this|it|the|up)|separate|squash\w*|rebased?|selftests?|kconfig|makefile|fixes[ :]|stable|form letter|nothing wrong|wanted to rant|safely ignored|bikeshed\w*|friendly reminder|for context)\b/i

const REQUEST =
  /\b(?:please|pls|should(?:n't| not)?|shall|must(?:n't)?|need(?:s|ed)? to|has to|have to|could you|can you|would you|can we|could we|don't|do not|why|drop|remove|rename|instead|rather|prefer|never|unnecessary|not needed|no need|needless|redundant|missing|wrong|incorrect|bogus|broken|bug|leaks?|typo|use|add|move|split|avoid|replace|better|too)\b/i
