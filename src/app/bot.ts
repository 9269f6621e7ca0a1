import type { GitHub } from './github.ts'

/** Who we are on GitHub. */
export interface Bot {
  readonly appId: number
  /** "lorelint[bot]": the login of everything the app posts. */
  readonly login: string
}

/** Asks GitHub once who the app is; a failed answer is asked for again. */
export function knowBot(asApp: () => Promise<GitHub>): () => Promise<Bot> {
  let known: Bot | null = null
  return async () => {
    known ??= await askBot(await asApp())
    return known
  }
}

async function askBot(github: GitHub): Promise<Bot> {
  const { data } = await github.rest.apps.getAuthenticated()
  if (data === null || data.slug === undefined) throw new Error('GitHub does not know this app')
  return { appId: data.id, login: `${data.slug}[bot]` }
}
