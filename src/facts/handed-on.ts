import type { Series } from '../model.ts'

/** A maintainer who hands on what is queued: "[GIT PULL]", or the patches of two others and more. */
export function isHandedOn({ patches, coverLetter }: Series): boolean {
  if (coverLetter?.subject.tags.some((tag) => /pull/i.test(tag)) === true) return true
  const others = patches.filter(
    ({ text: { author }, message: { from } }) =>
      author.address.toLowerCase() !== from.address.toLowerCase(),
  )
  return new Set(others.map(({ text }) => text.author.address.toLowerCase())).size > 1
}
