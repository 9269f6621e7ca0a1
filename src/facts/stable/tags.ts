import type { Patch, TextLine, Trailer } from '../../model.ts'

/**
 * An address of the stable team as Documentation/process/stable-kernel-rules.rst has it; x runs are how web
 * archives hide a host.
 */
const STABLE = /\bstable@(?:(?:vger\.)?kernel\.org\b|x{3})/i

/**
 * The patch's `Cc: stable@vger.kernel.org`; null without one. Scripts look for the line, so one that stands
 * apart from the other trailers, or lacks the blank behind its colon, is a tag, too.
 */
export function stableTag(patch: Patch): Trailer | null {
  const { log, trailers } = patch.text
  const found = trailers.find(({ key, value }) => key.toLowerCase() === 'cc' && STABLE.test(value))
  if (found !== undefined) return found
  const line = log.find(({ text }) => /^\s{0,8}cc:/i.test(text) && STABLE.test(text.slice(0, 400)))
  if (line === undefined) return null
  const value = line.text.trim().slice('cc:'.length).trim()
  return { key: 'Cc', value, mailLine: line.mailLine, from: null }
}

/** The abbreviated commit ids that Fixes: trailers name, lower case. */
export function fixesIds(patch: Patch): readonly string[] {
  return patch.text.trailers
    .filter(({ key }) => key.toLowerCase() === 'fixes')
    .map(({ value }) => /^(?:commit )?([0-9a-f]{7,40})\b/i.exec(value)?.[1]?.toLowerCase())
    .filter((id) => id !== undefined)
}

/** A Cc: of the stable team that stands below the "---", where git am drops it. */
export function tagBelowCut(patch: Patch): TextLine | null {
  return patch.text.notes.find(({ text }) => /^\s*cc:/i.test(text) && STABLE.test(text)) ?? null
}

/** A Cc: to "stable" at a host that takes no mail for it, by the look of it vger or kernel.org misspelt. */
export function misspeltTag(patch: Patch): { trailer: Trailer; address: string } | null {
  for (const trailer of patch.text.trailers) {
    if (trailer.key.toLowerCase() !== 'cc') continue
    const address = /\bstable@[\w.-]{1,60}/i.exec(trailer.value.slice(0, 400))?.[0] ?? ''
    const host = address.slice('stable@'.length).toLowerCase().replace(/\.$/, '')
    if (NEAR.test(host) && !GOOD.test(host)) return { trailer, address }
  }
  return null
}

const NEAR =
  /^(?:[\w-]*vger|kernel|v?ger|vgers|kerel|kernal|lists\.kernel)\b|\bvger\b|\bker(?:ne|en|n|e)l\b/
const GOOD = /^(?:(?:vger\.)?kernel\.org|x{3}[x.]*)$/
