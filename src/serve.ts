import { availableParallelism } from 'node:os'
import { lint, speaking } from './lint.ts'
import { LIMITS } from './limits.ts'
import { openCpuClock } from './pool/clock.ts'
import { openPool } from './pool/pool.ts'
import { serve as serveApp, type Serving } from './app/serve.ts'
import type { RuleSet } from './rules/load.ts'

export interface ServeFlags {
  readonly port: number
  readonly host: string
}

/** Runs the GitHub App with these rules until a signal ends it; the App's identity comes from `env`. */
export async function serve(
  flags: ServeFlags,
  set: RuleSet,
  version: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Serving> {
  const rules = speaking({ set, only: [], skip: [], nursery: false })
  const pool = openPool(
    { set: { ...set, rules }, tree: null, limits: LIMITS },
    availableParallelism(),
    true,
  )
  const serving = await serveApp({
    ...flags,
    appId: required(env, 'APP_ID'),
    privateKey: required(env, 'PRIVATE_KEY').replaceAll('\\n', '\n'),
    webhookSecret: env['WEBHOOK_SECRET'] ?? '',
    baseUrl: env['GITHUB_API_URL'] ?? null,
    version,
    lint: async (mails) =>
      lint(mails, {
        tool: { name: 'lorelint', version },
        set,
        crew: pool,
        clock: openCpuClock(),
      }),
  })
  return {
    url: serving.url,
    close: async () => {
      await serving.close()
      pool.close()
    },
  }
}

function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name] ?? ''
  if (value === '')
    throw new Error(
      `cannot serve: ${name} is not set; see app.yml and the settings of your GitHub App`,
    )
  return value
}
