import { availableParallelism } from 'node:os'
import { lint, speaking } from './lint.ts'
import { LIMITS } from './limits.ts'
import { openCpuClock } from './pool/clock.ts'
import { openPool, type Pool } from './pool/pool.ts'
import type { LintMails } from './app/app.ts'
import { serve as serveApp, type Serving } from './app/serve.ts'
import type { RuleSet } from './rules/load.ts'

export interface ServeFlags {
  readonly port: number
  readonly host: string
}

/**
 * Runs the GitHub App until a signal ends it; the App's identity comes from `env`. `load` gives the rules that are
 * served, and over them those of more folders.
 */
export async function serve(
  flags: ServeFlags,
  load: (folders: readonly string[]) => RuleSet,
  version: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Serving> {
  const set = load([])
  const linting = openLinting(set, version)
  const serving = await serveApp({
    ...flags,
    appId: required(env, 'APP_ID'),
    privateKey: required(env, 'PRIVATE_KEY').replaceAll('\\n', '\n'),
    webhookSecret: env['WEBHOOK_SECRET'] ?? '',
    baseUrl: env['GITHUB_API_URL'] ?? null,
    version,
    lint: linting.lint,
    rules: (folders) => (folders.length === 0 ? set : load(folders)),
  })
  return {
    url: serving.url,
    close: async () => {
      await serving.close()
      linting.close()
    },
  }
}

/** `lint` in children: those that know the rules served stay, those that know a config's go with their run. */
function openLinting(served: RuleSet, version: string) {
  const tool = { name: 'lorelint', version }
  const pool = openChildren(served, false)
  const lintMails: LintMails = async (mails, wanted) => {
    const clock = openCpuClock()
    if (wanted === null) return lint(mails, { tool, set: served, crew: pool, clock })
    const { set, nursery } = wanted
    const crew = openChildren(set, nursery)
    return lint(mails, { tool, set, nursery, crew, clock }).finally(crew.close)
  }
  return { lint: lintMails, close: pool.close }
}

function openChildren(set: RuleSet, nursery: boolean): Pool {
  const rules = speaking({ set, only: [], skip: [], nursery })
  const setup = { set: { ...set, rules }, tree: null, limits: LIMITS }
  return openPool(setup, availableParallelism(), true)
}

function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name] ?? ''
  if (value === '')
    throw new Error(
      `cannot serve: ${name} is not set; see app.yml and the settings of your GitHub App`,
    )
  return value
}
