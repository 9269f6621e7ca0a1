import { tokens } from '../../c/lexer.ts'
import type { DiffLine, FileDiff, Hunk, Patch } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { listed } from '../listed.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import { counterOf, folderOf, isC, type Step, stepsOf } from './steps.ts'

export const removesEarly = defineVerb({
  name: 'removes-early',
  doc: 'The patch removes a function or macro that a later patch of the same series still finds in use. Every patch must be at hand; a name that is defined again, or stands anywhere else in the patch, counts for nothing.',
  example: 'patch removes-early $NAME',
  binds: ['LATER', 'PLACE'],
  needs: 'series',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { series, patch, position } = situation
    if (series.patches.length < 2) return no('a series of one')
    if (series.missing.length > 0) return unknown('a patch of the series is not in the input')
    const steps = stepsOf(situation)
    const found = removed(patch)
      .filter(({ name }) => isGone(name, position, steps))
      .flatMap((gone) => {
        const use = laterUse(gone, situation, steps)
        return use === null ? [] : [{ gone, use }]
      })
    const [first] = found
    if (first === undefined) return no('nothing that it removes is used after it')
    const names = [...new Set(found.map(({ gone }) => shown(gone)))]
    const total = Math.max(series.expected, series.patches.length)
    return yes({
      bind: {
        LATER: `${counterOf(first.use.step)}/${total}`,
        PLACE: pathOf(first.use.file) ?? '',
        ...bindHole(object, listed(names.slice(0, 4))),
      },
      said: `${shown(first.gone)} is removed, and ${whereOf(first.use.step.patch, first.use.file, first.use.line)} still has it before patch ${counterOf(first.use.step)}`,
      where: whereOf(patch, first.gone.file, first.gone.line),
      places: [{ kind: 'line', file: first.gone.file, line: first.gone.line }],
    })
  },
})

interface Removed {
  readonly name: string
  readonly kind: 'function' | 'static' | 'macro'
  readonly file: FileDiff
  readonly line: DiffLine
}

function shown({ name, kind }: Removed): string {
  return kind === 'macro' ? name : `${name}()`
}

/** What the patch takes away whole: macros, and functions with their bodies. */
function removed(patch: Patch): readonly Removed[] {
  return patch.files
    .filter((file) => isC(pathOf(file)))
    .flatMap((file) =>
      file.hunks.flatMap((hunk) => {
        const lines = hunk.lines.filter(({ sign }) => sign !== '+')
        return lines.flatMap((line, i): readonly Removed[] => {
          if (line.sign !== '-' || line.text.length > 300) return []
          const macro = /^#\s*define\s+(\w+)/.exec(line.text)?.[1]
          if (macro !== undefined) return [{ name: macro, kind: 'macro', file, line }]
          if (!/^[a-z]/.test(line.text) || line.text.includes('=')) return []
          const name = /\b([a-z_]\w*)\s*\(/.exec(line.text)?.[1]
          if (
            name === undefined ||
            name.startsWith('__') ||
            /\b__weak\b/.test(line.text) ||
            !hasBody(lines, i)
          )
            return []
          const signature = `${lines[i - 1]?.text ?? ''}\n${line.text}`
          return [{ name, kind: /^static\b/m.test(signature) ? 'static' : 'function', file, line }]
        })
      }),
    )
}

/** The signature's lines end at a brace of its own, and the body is taken away as far as it shows. */
function hasBody(lines: readonly DiffLine[], from: number): boolean {
  const end = lines.slice(from, from + 10).findIndex(({ text }) => text.startsWith('{'))
  const signature = lines.slice(from, from + end)
  return (
    end > 0 &&
    lines.slice(from, from + end + 2).every(({ sign }) => sign === '-') &&
    !signature.some(({ text }) => text.includes(';'))
  )
}

/** No patch defines it again, and none had brought a second one. */
function isGone(name: string, position: number, steps: readonly Step[]): boolean {
  const step = steps[position]
  if (name.length < 6 || step === undefined) return false
  if (steps.some(({ added }, at) => at >= position && added.has(name))) return false
  if (steps.slice(0, position).some(({ added }) => added.get(name)?.some(opens) === true))
    return false
  return !uses(name, step.patch, ' ').length
}

function opens({ line }: { readonly line: DiffLine }): boolean {
  return /^[\w#]/.test(line.text)
}

interface OldUse {
  readonly file: FileDiff
  readonly line: DiffLine
}

function laterUse(gone: Removed, { position }: Situation, steps: readonly Step[]) {
  for (const step of steps.slice(position + 1)) {
    const all = [...uses(gone.name, step.patch, '-'), ...uses(gone.name, step.patch, ' ')]
    const use = all.find((one) => isUse(gone, one))
    if (use !== undefined) return { ...use, step }
  }
  return null
}

/** Lines of a sign that name it in code. */
function uses(name: string, patch: Patch, sign: '-' | ' '): readonly OldUse[] {
  return patch.files
    .filter((file) => isC(pathOf(file)))
    .flatMap((file) =>
      file.hunks.flatMap((hunk) => inHunk(name, hunk, sign).map((line) => ({ file, line }))),
    )
}

function inHunk(name: string, hunk: Hunk, sign: '-' | ' '): readonly DiffLine[] {
  const hits = hunk.lines.filter((line) => line.sign === sign && line.text.includes(name))
  if (hits.length === 0) return []
  const remarks = commentLines(hunk)
  return hits.filter(
    (line) => !remarks.has(line.mailLine) && tokens(line.text).some(({ text }) => text === name),
  )
}

/** In a function's body, of a file that can only mean what is gone. */
function isUse({ name, kind, file }: Removed, use: OldUse): boolean {
  const [home, path] = [pathOf(file) ?? '', pathOf(use.file) ?? '']
  if (!/^\s/.test(use.line.text) || !path.endsWith('.c')) return false
  const called = tokens(use.line.text).some(
    ({ text }, i, all) => text === name && all[i + 1]?.text === '(',
  )
  if (kind !== 'macro' && !called) return false
  // Other folders may have a definition of their own: stubs, architectures, generic headers.
  return home === path || (folderOf(home) === folderOf(path) && home.endsWith('.h'))
}
