import type { Patch, Series } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { proseOf } from '../message/log-text.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { addedInterfaces, type Sort } from './interfaces.ts'

export const addsUntested = defineVerb({
  name: 'adds-untested',
  doc: 'The patch is the first of its series that gives userspace a KVM capability, ioctl, vCPU feature or device attribute, no patch of the series touches tools/testing/selftests/kvm/, and neither the cover letter nor a log or note says a word of tests or names a program that uses it (QEMU, kvmtool). Binds the first name. Unknown where patches or the cover letter are missing; no for drafts, for what somebody has reviewed or tested, and from the fourth revision on.',
  example: 'patch adds-untested $NAME',
  needs: 'series',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, position, series }) => {
    const [first] = addedInterfaces(patch, KVM)
    if (first === undefined) return no('adds no interface of KVM')
    if (patch.text.quoteDepth > 0 || series.missing.length > 0)
      return unknown('patches of the series are missing')
    if (series.expected > 1 && series.coverLetter === null)
      return unknown('the cover letter is not in the input')
    if (patch.message.subject.tags.some((tag) => DRAFT.test(tag))) return no('a draft')
    if (series.revision > LAST_ASKED || patch.text.trailers.some(({ key }) => SEEN.test(key)))
      return no('reviewed already')
    if (series.patches.slice(0, position).some((other) => addedInterfaces(other, KVM).length > 0))
      return no('asked of the first patch that adds one')
    const tested = series.patches.flatMap(({ files }) => files).map((file) => pathOf(file) ?? '')
    const path = tested.find((name) => TESTS.test(name))
    if (path !== undefined) return no(`${path} is changed`)
    const said = proseOfSeries(series).find((text) => TEST_WORD.test(text))
    if (said !== undefined) return no(`"${said.trim()}"`)
    const { name, file, line } = first
    return yes({
      bind: object.kind === 'free' ? { [object.hole]: name } : {},
      said: `${name} is new, no selftest is changed, and nothing is said of tests`,
      where: `${patch.message.messageId}:${line.mailLine}`,
      places: [{ kind: 'line', file, line }],
    })
  },
})

/** What userspace may ask of KVM: names that stand for something it does, not masks and limits of them. */
const KVM: Sort = {
  files: /^(?:include\/uapi\/linux\/kvm\.h|arch\/[a-z0-9]+\/include\/uapi\/asm\/kvm\.h)$/,
  line: /^\s*#\s*define\s+(KVM_CAP_\w+|KVM_\w+(?=\s+_IO[RW]*\(KVMIO)|KVM_ARM_VCPU_\w+|KVM_DEV_\w+|KVM_\w+_CTRL(?=\s))/,
  beside: null,
  known: /_(?:MAX|MASK|SHIFT|NR)$|^KVM_DEV_TYPE_/,
  documents: /^$/,
  forms: (name) => [name],
}

/** Nobody asks for the first time in a later revision how a series was tested, or behind a reviewer. */
const LAST_ASKED = 3
const SEEN = /^(?:reviewed|acked|tested)-by$/i

const TESTS = /^tools\/testing\//
/** A test, or a program that makes use of it. */
const TEST_WORD =
  /\b(?:self-?)?(?:unit-?)?test(?:s|ed|ing|-?cases?)?\b|\b(?:qemu|kvmtool|lkvm|crosvm|firecracker|cloud-hypervisor|kvm-unit-tests)\b/i
const DRAFT = /^(?:rfc|rft|wip|poc|hack)/i

/** Cover letter, titles, logs and notes; trailers (Tested-by:) are no word of a test in the series. */
function proseOfSeries({ coverLetter, patches }: Series): readonly string[] {
  const cover = coverLetter === null ? [] : coverLetter.body.split('\n')
  return [...cover, ...patches.flatMap(proseOfPatch)]
    .map((text) => text.slice(0, 400))
    .filter((text) => !/^\s*Tested-by:/i.test(text))
}

function proseOfPatch(patch: Patch): readonly string[] {
  const { title, notes } = patch.text
  return [title, ...[...proseOf(patch), ...notes].map(({ text }) => text)]
}
