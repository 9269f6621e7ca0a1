import type { Subject } from '../model.ts'

/**
 * A title as revisions compare it: "net: Fix  X." and "net: fix x" are the same. The stable branch
 * belongs to it, as the same change goes to several branches in revisions of their own.
 */
export function titleKey(subject: Pick<Subject, 'title' | 'tags'>): string {
  const branch = subject.tags.find((t) => /^v?\d+\.\d+(?:\.y)?$/.test(t)) ?? ''
  return `${branch} ${normalised(subject.title)}`
}

/** A title without case and punctuation; '' when there are no letters in it. */
export function normalised(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
