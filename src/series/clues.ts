/** What the cover letter, or the first patch below its log, says about earlier revisions. */
export interface Clues {
  readonly changeId: string | null
  /** Message-IDs of lore links, in the order of the text. */
  readonly links: readonly string[]
}

/** Reads the clues of a body: `change-id: 2024...`, `https://lore.kernel.org/r/<Message-ID>`. */
export function cluesOf(body: string): Clues {
  const links = Array.from(body.matchAll(lorePattern), (m) => decode(m[1] ?? ''))
  return { changeId: /^change-id: +(\S+)/m.exec(body)?.[1] ?? null, links }
}

// https://lore.kernel.org/kvmarm/20240101-x-v1-0-abc@kernel.org/T/#t, https://patch.msgid.link/<id>
const lorePattern =
  /https?:\/\/(?:lore\.kernel\.org\/[\w.-]{1,60}|patch\.msgid\.link|lkml\.kernel\.org\/r)\/([^\s/<>()@]{1,200}@[^\s/<>()]{1,200})/g

function decode(id: string): string {
  const plain = id.replace(/(?<![.,;:\]])[.,;:\]]+$/, '')
  return plain.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
}
