import { describe, expect, test } from 'vitest'
import { isUsedBehind } from '../src/facts/code/unused-after.ts'

describe('a variable is used again', () => {
  const check = (text: string, expected: boolean) =>
    test(text.slice(0, 60), () => expect(isUsedBehind({ text, ends: [0] }, 'res')).toBe(expected))
  check(' if (IS_ERR(base)) return PTR_ERR(base);', false)
  check(' foo->dma.src_addr = res->start;', true)
  check(' foo(&res);', true)
  check(' res = platform_get_resource(pdev, IORESOURCE_MEM, 1); foo(res);', false)
  check(' if (res == NULL) return -EINVAL;', true)
  check(' foo->res = NULL;', false)
  check(' foo.res = NULL;', false)
  check(' result = 0;', false)
  check('->res '.repeat(100_000), false)
  check(' res2 = 0; pres = res;', true)
})
