import { expect } from 'vitest'
import { type Check, type Checks, isKind, isNotJudged, isOk, isSound } from './oddity.ts'
import type { File } from './parsed.ts'

/** At least one file of the patch is so. */
function someFile(claim: (file: File) => boolean): Check {
  return ({ mail }) => expect(mail.files?.some(claim)).toBe(true)
}

const bothSections: Check = ({ mail }) => {
  const [first, second] = mail.files ?? []
  expect(first?.newPath).toBe('arch/arm64/kvm/hyp/pgtable.c')
  expect(second?.newPath).toBe(first?.newPath)
}

/** The forms a diff takes, and where it begins and ends. */
export const diffChecks: Checks = {
  'binary patch': [
    isSound,
    ({ mail }) => expect(mail.files?.map((file) => file.binary)).toEqual([true, true]),
  ],
  rename: [
    isSound,
    someFile((f) => f.status === 'renamed' && f.oldPath !== null && f.oldPath !== f.newPath),
  ],
  'mode change': [isSound, someFile((f) => f.oldMode !== null && f.oldMode !== f.newMode)],
  'new executable file': [
    isSound,
    someFile((f) => f.status === 'added' && f.newMode === '100755' && f.oldPath === null),
  ],
  'no newline at end of file': [isSound, someFile((f) => f.noNewlineNew)],
  'deleted file': [isSound, someFile((f) => f.status === 'deleted' && f.newPath === null)],
  'non-git unified diff': [isSound, ({ mail }) => expect(mail.diff).not.toContain('diff --git')],
  // git strips one folder, whatever it is called; so do we, without a tree to look into.
  '-p0 / no a/ b/ prefix': [
    isSound,
    someFile((f) => /^(?:linux[^/]*\/)?arch\//.test(f.newPath ?? '')),
  ],
  'Index: (svn/quilt)': [
    isKind('reply-with-patch'),
    isNotJudged,
    isOk,
    ({ mail }) => expect(mail.diff).toContain('Index: '),
  ],
  'same file twice in one mail': [isKind('reply-with-patch'), isOk, bothSections],
  'commit message holds an indented diff': [
    isSound,
    // It stands in the notes, and what is indented there changes no file.
    ({ mail }) => expect(`${mail.log}${mail.notes}`).toMatch(/^[ \t]+(?:@@ |[-+] )/m),
  ],
  'no --- line before the diff': [
    isKind('cover'),
    isOk,
    ({ mail }) => expect(mail.log).not.toMatch(/^(?:diff --git|---)/m),
    ({ mail }) => expect(mail.diff).toMatch(/^diff --git/),
  ],
  'two --- lines before the diff': [
    isSound,
    ({ mail }) => expect(mail.log).not.toMatch(/^---$/m),
    ({ mail }) => expect(mail.notes).toMatch(/^v3 -> v4:[^]*^---$/m),
  ],
  'text after the last hunk without "-- "': [isSound],
}
