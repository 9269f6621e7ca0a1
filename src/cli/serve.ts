import { once } from 'node:events'
import { type ServeFlags, serve } from '../serve.ts'
import { type RulesFlags, rulesOf } from './input.ts'

export async function runServe(flags: ServeFlags & RulesFlags, version: string): Promise<number> {
  const serving = await serve(flags, (folders) => rulesOf(flags, folders), version, process.env)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await serving.close()
  return 0
}
