import type { Problem, Trailer } from '../model.ts'
import { problemsOf, trouble } from './problems.ts'

/**
 * Web archives hide the hosts of addresses (`stable@xxxxxxxxxxxxxxx`). Behind Cc: it is taken for the
 * stable list, the more so beside a Fixes: tag; that this is a reading, not a fact, is said.
 */
export function hiddenAddresses(
  trailers: readonly Trailer[],
  messageId: string,
): readonly Problem[] {
  const hidden = trailers.find(({ value }) => /@x{3,}/.test(value))
  if (hidden === undefined) return []
  const stable = trailers.find(
    ({ key, value }) => /^cc$/i.test(key) && /\bstable@x{3,}/.test(value),
  )
  const what =
    stable === undefined ? 'they are read as they stand' : 'stable@xxx is read as the stable list'
  const line = (stable ?? hidden).mailLine
  return problemsOf([trouble('address-hidden', what, line)], messageId)
}
