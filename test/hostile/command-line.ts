import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lorelint } from '../built-cli.ts'

export interface RanOn {
  readonly code: number | null
  readonly err: string
  readonly out: string
  /** The most memory the process ever held. */
  readonly megabytes: number
}

/** Says at its end what it needed; the processes that judge are not counted. */
const MEASURE =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`\\nheld ${process.resourceUsage().maxRSS}\\n`))'

/** The built command line on a file that `fill` writes. */
export function lorelintOn(
  command: 'lint' | 'parse',
  fill: (write: (bytes: Uint8Array) => void) => void,
): RanOn {
  const folder = mkdtempSync(join(tmpdir(), 'lorelint-hostile-'))
  const file = join(folder, 'hostile.mbox')
  try {
    writeFileSync(file, '')
    const at = openSync(file, 'a')
    fill((bytes) => void writeSync(at, bytes))
    closeSync(at)
    const { code, err, out } = lorelint([command, file], { node: ['--import', MEASURE] })
    const held = Number(/held (\d+)/.exec(err)?.[1] ?? Number.NaN)
    return { code, err, out, megabytes: held / 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
