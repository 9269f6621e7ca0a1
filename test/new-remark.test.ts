import { describe, expect, test } from 'vitest'
import { bareRemark, firstSentence, isSubstantive } from '../src/rules/draft/remark-text.ts'
import { anonymous } from '../src/rules/draft/names.ts'

describe('a remark', () => {
  test.each([
    ['Hi Paula,\n\nThis leaks.\n\nThanks,\nRita', 'This leaks.'],
    ['nit: drop this', 'drop this'],
    ['This leaks.\n\n        R.', 'This leaks.'],
    ['This leaks.\n\nBest regards,\nRita Review', 'This leaks.'],
    ['Fine with me', 'Fine with me'],
  ])('%j without its greetings', (text, bare) => {
    expect(bareRemark(text)).toBe(bare)
  })

  test.each([
    ['Please drop this.', true],
    ['Typo', true],
    ['Ditto.', false],
    ['Hi,\n\nThanks for the patch, a few comments below.', false],
    ['Reviewed-by: A B <a@b.example>', false],
    ['LGTM', false],
    ['', false],
  ])('%j asks for something: %s', (text, asks) => {
    expect(isSubstantive(text)).toBe(asks)
  })

  test.each([
    ['No. You cannot do this here. Why?', 'No. You cannot do this here'],
    ['nit: drop the cast: it hides errors', 'drop the cast: it hides errors'],
    ['', 'TODO: what is wrong'],
  ])('%j begins a title', (text, title) => {
    expect(firstSentence(text)).toBe(title)
  })

  test('a long one is cut at a word', () => {
    expect(firstSentence('word '.repeat(40)).length).toBeLessThanOrEqual(90)
  })
})

test('one person has one name, and lists keep theirs', () => {
  const hide = anonymous([
    { name: 'Paula Patch', address: 'paula@corp.example' },
    { name: 'Rita Review', address: 'rita@kernel.example' },
  ])
  expect(
    ['Cc: Rita Review <RITA@kernel.example>', 'Cc: stable@vger.kernel.org', 'says Paula Patch'].map(
      hide,
    ),
  ).toEqual([
    'Cc: B Reviewer <reviewer@example.org>',
    'Cc: stable@vger.kernel.org',
    'says A Developer',
  ])
})
