import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { readBaseline, type Report, withBaseline } from '../src/index.ts'
import { baselineReport } from '../src/report/baseline.ts'
import { build, lorelint } from './built-cli.ts'
import { mail, problems, reportOf, said, unsigned } from './lamp-mails.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })
beforeAll(build)

describe('a baseline', () => {
  const sure = new Set([unsigned])
  const baselineOf = (report: Report) => readBaseline('b.json', baselineReport(report))

  test('mutes what it holds, wherever the line stands now', async () => {
    const baseline = baselineOf(await reportOf([mail()]))
    const later = await reportOf([
      mail({ log: 'Some\nmore\nlines.' }),
      mail({ subject: '[PATCH] lamp: glow', id: '2' }),
    ])
    const report = withBaseline(later, baseline, sure)
    expect(said(report)).toEqual(['1: baseline b.json', '2: said'])
    expect(problems(report)).toEqual([])
  })

  test('is sorted, one comment a line, the same bytes each time', async () => {
    const mails = [mail({ subject: '[PATCH] lamp: glow', id: '2' }), mail()]
    const text = baselineReport(await reportOf(mails))
    expect(text).toBe(baselineReport(await reportOf(mails.toReversed())))
    expect(text.split('\n').map((line) => line.replace(/[0-9a-f]{16}/, '*'))).toEqual([
      '{',
      '  "version": 1,',
      '  "comments": [',
      `    {"rule":"${unsigned}","subject":"lamp: dim","place":"log","fingerprint":"*:1"},`,
      `    {"rule":"${unsigned}","subject":"lamp: glow","place":"log","fingerprint":"*:1"}`,
      '  ]',
      '}',
      '',
    ])
  })

  test('holds nothing that was muted otherwise', async () => {
    const report = await reportOf([mail({ notes: 'lorelint-ignore: tags later\n' })])
    expect(baselineReport(report)).toBe('{\n  "version": 1,\n  "comments": []\n}\n')
  })

  test('an entry is unused when its patch was judged and its rule could have spoken', async () => {
    const baseline = baselineOf(await reportOf([mail()]))
    const signed = await reportOf([
      mail({ log: 'Dim it.\n\nSigned-off-by: A Developer <dev@example.org>' }),
    ])
    expect(problems(withBaseline(signed, baseline, sure))).toEqual([
      `baseline-unused -: an entry of b.json muted nothing (${unsigned}, log, in "lamp: dim"); --update-baseline writes it anew`,
    ])
    expect(problems(withBaseline(signed, baseline, new Set()))).toEqual([])
    const other = await reportOf([mail({ subject: '[PATCH] lamp: glow' })])
    expect(problems(withBaseline(other, baseline, sure))).toEqual([])
  })

  const broken = (name: string, text: string, expected: string) => {
    test(name, () => {
      expect(() => readBaseline('b.json', text)).toThrow(
        `cannot read the baseline b.json: ${expected}`,
      )
    })
  }
  broken('no JSON', '{', 'it is no JSON')
  broken('no version', '[]', 'its version is not said, not 1')
  broken('a later version', '{"version":2}', 'its version is 2, not 1')
  broken('no comments', '{"version":1}', '"comments" is no list')
  broken(
    'a comment without its rule',
    '{"version":1,"comments":[{"fingerprint":"a:1"}]}',
    'comment 1 has no "rule"',
  )
  broken('null', '{"version":1,"comments":[null]}', 'comment 1 has no "fingerprint"')
})

describe('the command line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-muting-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text)
    return name
  }
  const run = (...args: readonly string[]) =>
    lorelint(
      ['--no-config', '--only', 'tags/missing-signed-off-by', '--fail-on', 'note', ...args],
      { cwd: dir },
    )
  const two = [
    file('a.eml', mail()),
    file('b.eml', mail({ subject: '[PATCH] lamp: glow', id: '2' })),
  ]

  test('children know of the mutings, and nothing muted fails', () => {
    const muted = [
      file('c.eml', mail({ notes: 'lorelint-ignore: tags later\n' })),
      file(
        'd.eml',
        mail({ subject: '[PATCH] lamp: glow', id: '2', notes: 'lorelint-ignore: tags later\n' }),
      ),
    ]
    expect(run(...two).code).toBe(1)
    expect(run(...muted)).toEqual({ code: 0, out: 'no comments on 2 patches (2 muted)\n', err: '' })
    const config = file('off.yml', 'rules: { tags: { off: true } }\n')
    const { out } = lorelint([...two, '--nursery', '--config', config, '--format', 'json'], {
      cwd: dir,
    })
    expect(out.match(/"muted": "off.yml: off"/g)?.length).toBe(2)
    const sarif = lorelint([...two, '--nursery', '--config', config, '--format', 'sarif'], {
      cwd: dir,
    })
    expect(sarif.out).toContain('"justification": "off.yml: off"')
  })

  test('--update-baseline writes, the next run is silent but for what is new', () => {
    const { code, err } = run(two[0] ?? '', '--baseline', 'known.json', '--update-baseline')
    expect([code, err]).toEqual([0, 'lorelint: wrote 1 comment to the baseline known.json\n'])
    const before = readFileSync(join(dir, 'known.json'), 'utf8')
    const next = run(...two, '--baseline', 'known.json')
    expect([next.code, next.out]).toEqual([
      1,
      expect.stringContaining('2 patches: 1 note (1 muted)\n'),
    ])
    expect(run(two[0] ?? '', '--baseline', 'known.json').code).toBe(0)
    run(two[0] ?? '', '--baseline', 'known.json', '--update-baseline')
    expect(readFileSync(join(dir, 'known.json'), 'utf8')).toBe(before)
  })

  test('the config may name it, relative to itself', () => {
    file('with.yml', 'baseline: of-config.json\nfail-on: note\n')
    const args = [...two, '--only', 'tags/missing-signed-off-by', '--config', join(dir, 'with.yml')]
    expect(lorelint(args).err).toBe(
      'lorelint: cannot read the baseline of-config.json: no such file; --update-baseline writes it\n',
    )
    const given = args.map((arg) => (arg.endsWith('.eml') ? join(dir, arg) : arg))
    expect(lorelint([...given, '--update-baseline']).err).toContain('wrote 2 comments')
    expect(lorelint(given).out).toBe('no comments on 2 patches (2 muted)\n')
    expect(lorelint([...given, '--no-baseline']).code).toBe(1)
  })

  test('unused mutings are told once on stderr, and change no exit code', () => {
    const signed = 'Dim it.\n\nSigned-off-by: A Developer <dev@example.org>'
    const clean = file(
      'e.eml',
      mail({
        log: signed,
        notes: 'lorelint-ignore: tags later\nlorelint-ignore: tags/missing-signed-off-by x\n',
      }),
    )
    run(two[0] ?? '', '--baseline', 'stale.json', '--update-baseline')
    const { code, err } = run(clean, '--baseline', 'stale.json')
    expect(code).toBe(0)
    expect(err).toBe(
      'lorelint: lorelint-ignore: tags mutes nothing; take the line out (<1@example.org> line 6), and 2 more like it in the report\n',
    )
  })

  test('a run that read no patch leaves the baseline', () => {
    file('kept.json', 'kept')
    const { code } = lorelint(['--baseline', 'kept.json', '--update-baseline'], { cwd: dir })
    expect([code, readFileSync(join(dir, 'kept.json'), 'utf8')]).toEqual([2, 'kept'])
  })

  test('a baseline that is a link is replaced, not followed', () => {
    file('precious', 'precious')
    symlinkSync(join(dir, 'precious'), join(dir, 'link.json'))
    expect(run(...two, '--baseline', 'link.json', '--update-baseline').code).toBe(0)
    expect(readFileSync(join(dir, 'precious'), 'utf8')).toBe('precious')
    expect(readFileSync(join(dir, 'link.json'), 'utf8')).toContain('"version": 1')
  })

  test('--update-baseline asks which one', () => {
    expect(run(...two, '--update-baseline')).toEqual({
      code: 2,
      out: '',
      err: 'lorelint: --update-baseline: which one? Give --baseline FILE, or name it in the config\n',
    })
  })
})
