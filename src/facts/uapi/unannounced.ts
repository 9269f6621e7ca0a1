import type { DiffLine, FileDiff, Hunk } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { declaredBy } from './names.ts'

export const addsUnannounced = defineVerb({
  name: 'adds-unannounced',
  doc: 'A structure that KVM shares with userspace and that is there already gets a field, and no patch of the series adds a define or an enumerator to a header of the uapi, from which userspace could tell that the field holds something. Binds the field and its STRUCT. No where the structure loses a field (another name for it), and for drafts; unknown where patches of the series are missing.',
  example: 'patch adds-unannounced $FIELD',
  binds: ['STRUCT'],
  needs: 'series',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, series }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch')
    const files = patch.files.filter((file) => KVM.test(file.oldPath ?? ''))
    const found = files.flatMap((file) =>
      file.hunks.flatMap((hunk) => newFields(hunk)).map((field) => ({ ...field, file })),
    )
    const [first] = found
    if (first === undefined) return no('no structure of KVM gets a field')
    if (series.missing.length > 0) return unknown('patches of the series are missing')
    if (patch.message.subject.tags.some((tag) => /^rfc/i.test(tag))) return no('a draft')
    const headers = series.patches.flatMap((other) => other.files).filter(isUapi)
    const sign = headers.flatMap(addedNames)[0]
    if (sign !== undefined) return no(`${sign} is new in the uapi`)
    if (headers.some((file) => bringsStruct(file, first.struct)))
      return no(`struct ${first.struct} is new`)
    const { file, line, name, struct } = first
    return yes({
      bind: { ...(object.kind === 'free' ? { [object.hole]: name } : {}), STRUCT: struct },
      said: `struct ${struct} gets ${name}, and the uapi no new name`,
      where: whereOf(patch, file, line),
      places: [{ kind: 'line', file, line }],
    })
  },
})

const KVM = /^(?:include\/uapi\/linux|arch\/[a-z0-9]+\/include\/uapi\/asm)\/kvm\w*\.h$/

function isUapi(file: FileDiff): boolean {
  return /^(?:include|arch\/\w+\/include)\/uapi\/.*\.h$/.test(pathOf(file) ?? '')
}

interface Field {
  readonly struct: string
  readonly name: string
  readonly line: DiffLine
}

/** Fields that are put into a structure whose first line stays; none of one that loses a field. */
function newFields(hunk: Hunk): readonly Field[] {
  const comments = commentLines(hunk)
  const fields: Field[] = []
  const losing = new Set<string>()
  let struct = structOf(hunk.section)
  for (const line of hunk.lines) {
    const text = line.text.slice(0, 200)
    if (text.startsWith('}')) struct = null
    else if (/^(?:struct|union)\b.*\{\s*$/.test(text))
      struct = line.sign === ' ' ? structOf(text) : null
    const declared = struct === null || comments.has(line.mailLine) ? null : declaredBy(line)
    if (struct === null || declared?.kind !== 'field') continue
    if (line.sign === '-') losing.add(struct)
    if (line.sign === '+') fields.push({ struct, name: declared.name, line })
  }
  return fields.filter((field) => !losing.has(field.struct))
}

function structOf(text: string): string | null {
  return /^(?:struct|union)\s+(\w+)\s*\{/.exec(text.slice(0, 200))?.[1] ?? null
}

/** The defines and enumerators on added lines. */
function addedNames(file: FileDiff): readonly string[] {
  return file.hunks
    .flatMap((hunk) => hunk.lines)
    .filter(({ sign }) => sign === '+')
    .map(declaredBy)
    .flatMap((declared) => (declared === null || declared.kind === 'field' ? [] : [declared.name]))
}

/** An earlier patch of the series may have brought the structure. */
function bringsStruct(file: FileDiff, struct: string): boolean {
  return file.hunks
    .flatMap((hunk) => hunk.lines)
    .some(({ sign, text }) => sign === '+' && structOf(text) === struct)
}
