import { expect } from 'vitest'
import { lorelint } from '../built-cli.ts'
import { type Case, corpus } from './corpus.ts'
import { parse } from './parsed.ts'

const INPUTS: readonly (readonly string[])[] = [
  ['oracles/git/t/t5100/sample.mbox'],
  ['oracles/git/t/t4100/t-apply-1.patch'],
  ['oracles/unidiff/tests/samples/sample1.diff'],
  ['oracles/patchwork/patchwork/tests/data/series/base-different-versions.mbox'],
  ['crossposts/001-kvmarm.eml', 'crossposts/001-arm-kernel.eml'],
  ['oddities/from-rewritten-via-list-dmarc.eml'],
]

/** All other cases call the command in this process; here the built one says the same, byte for byte. */
export function commandCases(): readonly Case[] {
  return INPUTS.map((inputs) => ({
    suite: 'built command',
    id: inputs.join(' '),
    check: async () => {
      const paths = inputs.map((input) => corpus + input)
      const { code, out } = lorelint(['parse', '--format', 'json', ...paths])
      expect(code).toBe(0)
      const said = JSON.parse(out)
      expect({ ...said, tool: null }).toEqual({ ...(await parse(paths)), tool: null })
    },
  }))
}
