import { describe, expect, test } from 'vitest'
import { said } from './one-rule.ts'

const BODY = [
  'static int lamp_power(struct lamp *lamp, bool on)',
  '{',
  '\tint i, ret;',
  '',
  '\tlamp_stop_timer(lamp);',
  '\tlamp->seen = ktime_get();',
  '\tret = lamp_write(lamp, LAMP_MODE, on);',
  '\tif (ret)',
  '\t\tgoto out;',
  '\tlamp->is_on = on;',
  '\tlamp_notify(lamp);',
  'out:',
  '\treturn ret;',
  '}',
]
const STAYS = ['\tlamp->level = 1;', '\tlamp->colour = LAMP_WHITE;', '\tlamp_check_id(lamp);']

const RULE = { match: 'where patch moves-changed $NAME' }

describe('a function moves and is changed on the way', () => {
  const check = (
    name: string,
    changed: (line: string) => string | null,
    expected: readonly string[],
    between: readonly string[] = STAYS,
  ) =>
    test(name, async () => {
      const fresh = BODY.map(changed).filter((line) => line !== null)
      const lines = [
        ...fresh.flatMap((line) => line.split('\n')).map((line) => `+${line}`),
        ...between.map((line) => ` ${line}`),
        ...BODY.map((line) => `-${line}`),
      ]
      const found = await said(RULE, {
        diff: lines.join('\n'),
        section: '',
        path: 'drivers/lamp/core.c',
      })
      expect(found.map((line) => /LINES=(.*)$/.exec(line)?.[1])).toEqual(expected)
    })
  const instead = (old: string, line: string | null) => (text: string) =>
    text.includes(old) ? line : text

  check('nothing else', (line) => line, [])
  check('a value', instead('lamp_write', '\tret = lamp_write(lamp, LAMP_MODE, !on);'), [
    '"- ret = lamp_write(lamp, LAMP_MODE, on);", "+ ret = lamp_write(lamp, LAMP_MODE, !on);"',
  ])
  check('a line more', instead('notify', '\tlamp_notify(lamp);\n\tmsleep(1);'), ['"+ msleep(1);"'])
  check('a line less', instead('notify', null), ['"- lamp_notify(lamp);"'])
  check('two lines joined', instead('notify', '\tlamp_notify(\n\t\tlamp);'), [])
  check('deeper', (line) => line.replace('\t', '\t\t'), [])
  check('another name', (line) => line.replace('lamp->seen', 'lamp->time'), [])
  check('another way to a field', (line) => line.replace('lamp->seen', 'lamp->state.seen'), [])
  check('a comment', instead('notify', '\t/* tell all */\n\tlamp_notify(lamp);'), [])
  check('a declaration', instead('int i', '\tunsigned int i;\n\tint ret;'), [])
  check('it leaves otherwise', instead('goto', '\t\treturn ret;'), [])
  check('nothing stays between', instead('notify', null), [], [])
  check('another function', (line) => line.replace('lamp_power', 'lamp_switch'), [])
  check('everything', (line) => (line.startsWith('\t') ? `${line} /**/ foo();` : line), [])

  test('a long patch takes its time only', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `int f${i}(void)\n{\n\tfoo(${i});\n}`)
    const lines = many.join('\n').split('\n')
    const diff = [
      ...lines.map((line) => `+${line}`),
      ...many.map((_, i) => ` \tstays(${i});`),
      ...lines.map((line) => `-${line}`),
    ].join('\n')
    const start = performance.now()
    expect(await said(RULE, { diff, section: '', path: 'a.c' })).toEqual([])
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
