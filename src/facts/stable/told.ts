import type { Patch } from '../../model.ts'
import { listed } from '../listed.ts'
import { SHAPE_SAID, shapeOf } from './diff-shape.ts'
import { HANDLER, MATCH_ENTRY } from './features.ts'
import { lookAt } from './look.ts'

/** What subject, log and diff tell, for the comment: `the subject says "Expose", the log names no ...`. */
export function told(patch: Patch, features: ReadonlySet<string>): string {
  return listed(
    [subjectTells(patch), logTells(features), diffTells(patch)].filter((s) => s !== null),
  )
}

function subjectTells(patch: Patch): string | null {
  const { deed } = lookAt(patch)
  const verb = deed.split(/\s/, 1)[0] ?? ''
  if (!/^[a-z-]{2,20}$/.test(verb)) return null
  return `the subject says "${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}"`
}

function logTells(features: ReadonlySet<string>): string | null {
  if (features.has('no-functional-change')) return 'the log says that nothing changes for users'
  if (features.has('no-problem-stated')) return 'the log names nothing that goes wrong'
  if (features.has('no-harm-word')) return 'the log names no crash, hang, leak or other harm'
  return null
}

function diffTells(patch: Patch): string | null {
  const look = lookAt(patch)
  const shape = shapeOf(look)
  if (shape !== null) return `the diff ${SHAPE_SAID[shape]}`
  if (look.paths.every((path) => path.startsWith('tools/testing/')))
    return 'the diff adds tests only'
  const handler = look.added.find((line) => HANDLER.test(line))
  const name =
    handler === undefined ? '' : (handler.split('(', 1)[0] ?? '').trim().split(/\W/).at(-1)
  if (name !== undefined && name !== '') return `the diff adds ${name}()`
  if (look.added.some((line) => MATCH_ENTRY.test(line))) return 'the diff adds match entries'
  const file = patch.files.find(({ status }) => status === 'added')?.newPath ?? null
  return file === null ? null : `the diff adds ${file}`
}
