import { describe, expect, test } from 'vitest'
import { lint, loadRules } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'

const loaded = loadRules([])
if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
const { set } = loaded

/** Reviews the patches with these counters of a series of `expected`. */
async function told(counters: readonly number[], expected: number): Promise<readonly string[]> {
  async function* mails() {
    for (const counter of counters) {
      const head = `From: A Developer <dev@example.org>\nMessage-ID: <${counter}@example.org>\n`
      const thread = counter === counters[0] ? '' : `In-Reply-To: <${counters[0]}@example.org>\n`
      const diff = `diff --git a/${counter}.c b/${counter}.c\n--- a/${counter}.c\n+++ b/${counter}.c\n@@ -1 +1,2 @@\n int a;\n+int b;\n`
      const bytes = Buffer.from(
        `${head}${thread}Subject: [PATCH ${counter}/${expected}] lamp: on\n\nIt is off.\n---\n${diff}`,
      )
      yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
    }
  }
  const { reviews } = await lint(mails(), {
    tool: { name: 'lorelint', version: '' },
    set,
    tree: null,
  })
  return reviews.flatMap(({ problems }) => problems.map(({ what }) => what))
}

describe('patches that are not in the input are told in a line', () => {
  const check = (counters: readonly number[], expected: number, which: string | null) =>
    test(`${counters.join()} of ${expected}`, async () => {
      const what = `${which} not in the input; the rest was judged without`
      expect(await told(counters, expected)).toEqual(which === null ? [] : [what])
    })
  check([1, 2], 2, null)
  check([1], 2, 'patch 2 of 2')
  check([1, 4], 4, 'patches 2 and 3 of 4')
  check([5], 40, 'patches 1-4 and 6-40 of 40')
  check([2, 4, 8], 9, 'patches 1, 3, 5-7 and 9 of 9')
})
