import type { Limits } from './model.ts'

/**
 * What one mail may cost unless the user says otherwise. The largest of 217,561 real mails has 386 kB, 288
 * files, a line of 2,352 bytes and 8 parts; public-inbox stops at 100 KiB of headers, 20 levels and 1,000 parts.
 */
export const LIMITS: Limits = {
  mail: 25 * 1024 * 1024,
  head: 100 * 1024,
  line: 1024 * 1024,
  depth: 20,
  parts: 1000,
  patch: 10 * 1024 * 1024,
  files: 3000,
  cFile: 4 * 1024 * 1024,
  parseMs: 2000,
  ruleMs: 1000,
  packMs: 1000,
  mailMs: 10_000,
}

/** What one file of a rules folder may have; the largest list of ours has 1 kB, the largest table 93 kB. */
export const RULE_BYTES = 1024 * 1024
export const TABLE_BYTES = 4 * 1024 * 1024
/** What a config may have. */
export const CONFIG_BYTES = 64 * 1024
/** What a baseline may have: a hundred thousand comments. */
export const BASELINE_BYTES = 32 * 1024 * 1024
