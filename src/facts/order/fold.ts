import { type Change, changes, pathOf, whereOf } from '../changes.ts'
import type { DiffLine, Patch } from '../../model.ts'
import { isHandedOn } from '../handed-on.ts'
import type { Situation } from '../situation.ts'
import { type Answer, bindHole, defineVerb, no, type Value, yes } from '../verb.ts'
import { counterOf, stepsOf } from './steps.ts'

export const mendsEarlier = defineVerb({
  name: 'mends-earlier',
  doc: 'All that the patch takes away was brought in by one earlier patch of the same series and author, and the patch mends it rather than goes on from it: its title says fix, typo or clean up and it adds no more than twice what it takes away, or it rewrites a new file line by line. What was moved or copied, or put in the place of other lines, is not brought in.',
  example: 'patch mends-earlier $EARLIER',
  binds: ['COUNT'],
  needs: 'series',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch, position, series } = situation
    if (position === 0) return no('the first of its series')
    const subject = patch.message.subject.text
    const cover = series.coverLetter?.subject.text ?? ''
    if (patch.text.log.some(({ text }) => APART.test(text)))
      return no('the log says why it is apart')
    if (MERGED.test(subject) || MERGED.test(cover) || isHandedOn(series))
      return no('patches that stay as they are')
    return mended(object, situation)
  },
})

/** Pull requests and backports carry what was merged; some patches say themselves that they go again. */
const MERGED = /do ?not ?merge|^\[(?:GIT )?PULL|\bfor-stable|^\[PATCH (?:\w+ )?v?\d+\.\d/i

const APART = /\b(?:separate|independent|own)(?: \w+)? (?:commit|patch)\b|\bbackport/i

function mended(object: Value, situation: Situation): Answer {
  const { patch, position, series } = situation
  const born = birthsOf(situation)
  const all = changes(patch)
  const gone = all.filter(isCode)
  const added = all.filter(({ line }) => line.sign === '+' && line.text.trim() !== '').length
  const owners = new Set<number | undefined>()
  for (const { file, line } of gone)
    owners.add(born.get(keyOf(file.oldPath, line.text))?.findLast((at) => at < position))
  const [owner, second] = owners
  const at = gone[0]
  if (owner === undefined || second !== undefined || owners.size !== 1 || at === undefined)
    return no('it takes away what the series did not bring in, or nothing')
  const earlier = series.patches[owner]
  const step = stepsOf(situation)[owner]
  if (earlier === undefined || step === undefined || gone.length < 2) return no('one line alone')
  if (earlier.text.author.address !== patch.text.author.address) return no('another author')
  if (BROUGHT.test(earlier.text.title)) return no(`it goes on from "${earlier.text.title}"`)
  const isNew = gone.every((change) => isAddedBy(earlier, change))
  const says = MENDS.test(patch.text.title)
  if (says ? added > 2 * gone.length : !isNew || added > gone.length)
    return no(`${gone.length} lines go and ${added} come: it goes on from the earlier patch`)
  return yes({
    bind: {
      COUNT: String(gone.length),
      ...bindHole(object, counterOf(step)),
    },
    said: `all ${gone.length} lines it takes away were added by patch ${counterOf(step)} (${earlier.text.title})`,
    where: whereOf(patch, at.file, at.line),
    places: [{ kind: 'line', file: at.file, line: at.line }],
  })
}

const MENDS = /\b(?:fix(?:es|ing|up)?|typos?|correct|clean(?:s|ing)? ?-?up|squash)\b/i
/** Code that comes from elsewhere is brought in as it was, and changed in steps. */
const BROUGHT =
  /\b(?:mov|split|import|cop(?:y|ied)|convert|conversion|renam|factor|reorgani|orgini|separat|backport|rebase|sync)/i

function isCode({ line }: Change): boolean {
  return line.sign === '-' && line.text.replace(/[\s{}();]+/g, '').length >= 4
}

function isAddedBy({ files }: Patch, { file }: Change): boolean {
  return files.some((other) => other.status === 'added' && pathOf(other) === pathOf(file))
}

/** Path and text of every line the series brings in -> the patches that do; worked out once for the series. */
function birthsOf(situation: Situation): ReadonlyMap<string, readonly number[]> {
  return situation.perSeries(birthsOf, () => {
    const born = new Map<string, number[]>()
    const old = new Set<string>()
    for (const [position, patch] of situation.series.patches.entries()) {
      const replaced = replacements(patch)
      for (const { file, line } of changes(patch)) {
        const text = line.text.replace(/\s+/g, ' ').trim()
        if (line.sign === '-') old.add(text)
        const key = keyOf(pathOf(file), line.text)
        if (line.sign !== '+' || old.has(text) || replaced.has(line)) continue
        const known = born.get(key)
        if (known === undefined) born.set(key, [position])
        else if (known.at(-1) !== position) known.push(position)
      }
    }
    return born
  })
}

/** Added lines in a run with removed ones: what is wrong with them may have been wrong before. */
function replacements({ files }: Patch): ReadonlySet<DiffLine> {
  const found = new Set<DiffLine>()
  for (const { lines } of files.flatMap(({ hunks }) => hunks)) {
    let run: DiffLine[] = []
    for (const line of [...lines, null]) {
      if (line !== null && line.sign !== ' ') run.push(line)
      else {
        if (run.some(({ sign }) => sign === '-')) for (const one of run) found.add(one)
        run = []
      }
    }
  }
  return found
}

function keyOf(path: string | null, text: string): string {
  return `${path ?? ''}\0${text.replace(/\s+/g, ' ').trim()}`
}
