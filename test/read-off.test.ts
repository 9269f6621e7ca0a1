import { describe, expect, test } from 'vitest'
import { hasTypo } from '../src/facts/versions/typos.ts'
import { lint } from '../src/lint.ts'
import { shipped } from './shipped.ts'
import { type LampMail, sent } from './version-mails.ts'

const RULE = 'series/unanswered-remark'
const REVIEWER = 'A Reviewer <reviewer@example.org>'

/** A patch that adds lines to a file between two that are there. */
function adding(
  lines: readonly string[],
  log: readonly string[],
  notes: readonly string[],
): string {
  return [
    ...log,
    '',
    'Signed-off-by: A Developer <dev@example.org>',
    '---',
    ...notes,
    'diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c',
    '--- a/drivers/lamp/core.c',
    '+++ b/drivers/lamp/core.c',
    `@@ -10,2 +10,${lines.length + 2} @@ int lamp_probe(struct lamp *lamp)`,
    ' \tlamp_start(lamp);',
    ...lines.map((line) => `+${line}`),
    ' \tlamp_register(lamp);',
    '',
  ].join('\n')
}

interface Case {
  /** The line that starts with "> " is the one the remark stands under. */
  readonly was: readonly string[]
  readonly remark: string
  readonly is: readonly string[]
  readonly log?: readonly [readonly string[], readonly string[]]
  readonly notes?: readonly string[]
  readonly tag?: string
  readonly more?: readonly LampMail[]
}

async function said(one: Case): Promise<readonly string[]> {
  const { was, remark, is, log = [['Light it.'], ['Light it.']], notes = [], tag, more = [] } = one
  const bare = was.map((line) => line.replace(/^> /, ''))
  const first = adding(bare, log[0], [])
  const target = was.find((line) => line.startsWith('> '))?.slice(2)
  const quoted = first
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const isHere = target === undefined ? line === log[0].at(-1) : line === `+${target}`
      return isHere ? [`> ${line}`, '', remark, ''] : [`> ${line}`]
    })
  const mails: readonly LampMail[] = [
    { id: 'v1@x', body: first },
    {
      id: 're@x',
      from: REVIEWER,
      day: 2,
      answers: 'v1@x',
      subject: 'Re: [PATCH] lamp: light it',
      body: [...quoted, '', ...(tag === undefined ? [] : [tag, ''])].join('\n'),
    },
    ...more,
    { id: 'v2@x', day: 9, subject: '[PATCH v2] lamp: light it', body: adding(is, log[1], notes) },
  ]
  const set = shipped()
  const report = await lint(sent(mails), { tool: { name: 'l', version: '' }, only: [RULE], set })
  return report.reviews.flatMap(({ comments }) =>
    comments.map(({ anchor, text }) => {
      const at = anchor.kind === 'line' ? anchor.quote : anchor.kind
      return `${at.trim()} | ${/\/\) ([^,]{1,60}), and/.exec(text.replaceAll(/\s+/g, ' '))?.[1]}`
    }),
  )
}

const KEPT = 'The line is as it was'

describe('a remark whose being followed can be read off', () => {
  const check = (name: string, one: Case, expected: readonly string[]) => {
    test(name, async () => expect(await said(one)).toEqual(expected))
  }
  const typo: Case = {
    was: ['> \t/* Recieve what the lamp says of its level. */', '\tlamp_read(lamp);'],
    remark: 's/Recieve/Receive/',
    is: ['\t/* Recieve what the lamp says of its level. */', '\tlamp_read_all(lamp);'],
  }
  const here = `/* Recieve what the lamp says of its level. */ | ${KEPT}`
  check('a spelling', typo, [here])
  check('mended', { ...typo, is: ['\t/* Receive what the lamp says of its level. */'] }, [])
  check('a tag beside it does not settle it', { ...typo, tag: `Acked-by: ${REVIEWER}` }, [here])
  const answer = { id: 'a@x', day: 3, answers: 're@x', subject: 'Re: [PATCH] lamp: light it' }
  check('the author answered', { ...typo, more: [{ ...answer, body: 'I will see.\n' }] }, [])
  const again = { ...answer, from: REVIEWER, answers: 'v1@x', body: `Acked-by: ${REVIEWER}\n` }
  check(
    'another answered',
    { ...typo, more: [{ ...answer, from: 'C <c@x.org>', body: 'No.\n' }] },
    [],
  )
  const [misspelled = ''] = typo.is
  const two = [misspelled, '\tlamp_read(lamp);', misspelled, '\tlamp_tell(lamp);']
  const both = { ...typo, was: [`> ${misspelled}`, ...two.slice(1)], is: [...two, '\ton();'] }
  check('the same words count once', both, [here])
  check('a later tag does', { ...typo, more: [again] }, [])
  check('the reviewer leaves it open', { ...typo, remark: 's/Recieve/Receive/ if you respin' }, [])

  const header: Case = {
    was: ['> #define LAMP_MASK GENMASK(3, 0)', '\tlamp_read(lamp);'],
    remark: 'bits.h is missing.',
    is: ['#define LAMP_MASK GENMASK(3, 0)', '\tlamp_read_all(lamp);'],
  }
  check('a header', header, [`#define LAMP_MASK GENMASK(3, 0) | ${KEPT}`])
  const twice = 'bits.h is missing. Also use FIELD_PREP().'
  check('of two requests one may be followed', { ...header, remark: twice }, [])
  check('added', { ...header, is: ['#include <linux/bits.h>', ...header.is] }, [])

  const other: Case = {
    was: ['> \tlevel = raw[0] << 8 | raw[1];', '\tlamp_read(lamp);'],
    remark: 'Please use get_unaligned_be16() instead.',
    is: ['\tlevel = raw[0] << 8 | raw[1];', '\tlamp_read_all(lamp);'],
  }
  check('another call', other, [`level = raw[0] << 8 | raw[1]; | ${KEPT}`])
  const told = ['Changes in v2: no get_unaligned_be16(), the bytes are aligned', '']
  check('the changelog has its name', { ...other, notes: told }, [])
  for (const praise of [
    'Much better than get_unaligned_be16(), thanks!',
    'Nice, I prefer this over get_unaligned_be16().',
    'Good that you do not use get_unaligned_be16() here.',
    'I prefer this over get_unaligned_be16().',
  ])
    check(praise, { ...other, remark: praise }, [])
  check('no question any more', { ...header, remark: 'bits.h? We have that already, fine.' }, [])
  const used = [...other.is, '\thue = get_unaligned_be16(raw);']
  check('used elsewhere', { ...other, is: used }, [])

  const order: Case = {
    was: ['#include <linux/slab.h>', '> #include <linux/module.h>', '\tlamp_read(lamp);'],
    remark: 'Alphabetical order, please.',
    is: ['#include <linux/slab.h>', '#include <linux/module.h>', '\tlamp_read(lamp);', '\ton();'],
  }
  check('an order', order, [`#include <linux/module.h> | ${KEPT}`])
  const either = 'I would sort these or put a blank line between them.'
  check('one of two ways', { ...order, remark: either }, [])
  const sorted = ['#include <linux/module.h>', '#include <linux/slab.h>']
  check('sorted', { ...order, is: sorted }, [])
  for (const after of ['"lamp.h"', '<asm/io.h>', '<linux/module-x.h>']) {
    const is = ['#include <linux/lamp.h>', '#include <linux/module.h>', `#include ${after}`]
    const was = is.map((line, n) => (n === 1 ? `> ${line}` : line))
    check(`sorted before ${after}`, { ...order, was, is: [...is, '\ton();'] }, [])
  }

  const type: Case = {
    was: ['> \tint i;', '\tlamp_read(lamp);', '\tlamp_tell(lamp);'],
    remark: 'Why signed?',
    is: ['\tint i;', '\tlamp_read(lamp);', '\tlamp_tell_all(lamp);'],
  }
  check('a type, among the same lines', type, [`int i; | ${KEPT}`])
  check('in another place', { ...type, is: ['\tlamp_tell(lamp);', '\tint i;'] }, [])

  const blank: Case = {
    was: ['\tlamp_read(lamp);', '> ', '\tif (lamp->off)', '\t\treturn 0;'],
    remark: 'Redundant blank line.',
    is: ['\tlamp_read(lamp);', '', '\tif (lamp->off)', '\t\treturn 1;'],
  }
  check('a blank line', blank, [` | ${KEPT}`])
  const closed = ['\tlamp_read(lamp);', '\tif (lamp->off)', '\t\treturn 0;']
  check('gone', { ...blank, is: closed }, [])

  const needless: Case = {
    was: ['> \tlamp_reset(lamp);', '\tlamp_read(lamp);', '\tlamp_tell(lamp);'],
    remark: 'Drop this.',
    is: ['\tlamp_reset(lamp);', '\tlamp_read(lamp);', '\tlamp_tell_all(lamp);'],
  }
  check('what is to go', needless, [`lamp_reset(lamp); | ${KEPT}`])
  const alike = [...needless.was, '\tlamp_reset(lamp);', '\tlamp_read(lamp);']
  check('one of two that are alike', { ...needless, was: alike }, [])

  const fixes: Case = {
    was: ['\tlamp_read(lamp);'],
    remark: 'Looks fine. Please add a Fixes tag.',
    is: ['\tlamp_read_all(lamp);'],
    log: [['Light the lamp.'], ['Light the lamp when it is found.']],
  }
  check('a Fixes tag', fixes, ['log | There is none'])
  const given = ['Light the lamp.', '', 'Fixes: 0123456789ab ("lamp: add it")']
  check('in a paragraph of its own', { ...fixes, log: [['Light the lamp.'], given] }, [])
  const form = ['Light the lamp.', '', 'Fixed: commit 0123456789ab ("lamp: add it")']
  check('in a form of its own', { ...fixes, log: [['Light the lamp.'], form] }, [])
  const another = 'This one is fine as it is. Patch 3 needs a Fixes tag.'
  check('of another patch', { ...fixes, remark: another }, [])
  check('not wanted', { ...fixes, remark: 'No need for a Fixes tag, it is new.' }, [])
  const log = ['Light it to maximem level.']
  check('in the log', { ...fixes, remark: 'typo: maximum', log: [log, log] }, [`log | ${KEPT}`])
})

describe('words about a spelling', () => {
  const check = (words: string, line: string, is: boolean) => {
    test(`${words}: ${line}`, () => expect(hasTypo(words, line)).toBe(is))
  }
  check('s/lmap/lamp/', 'the lmap', true)
  check('s/lmap/lamp', 'the lamp', false)
  check('lmap -> lamp', 'the lmap', true)
  check('lmap -> lamp', 'the lmap lamp', false)
  check('typo: lamp', 'the lmap', true)
  check('Typo: lamp', 'the table', false)
  check('typo', 'the lmap', true)
  check('There is a typo further up', 'the lmap', false)
})
