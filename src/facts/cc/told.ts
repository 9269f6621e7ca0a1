import type { Address, Series } from '../../model.ts'
import type { Section } from './maintainers.ts'

/** Whom the mails of a series reach, by address, by list name, and by person. */
export interface Told {
  readonly hasPerson: (person: string) => boolean
  /** Somebody with mail at the same firm's host. */
  readonly hasColleague: (person: string) => boolean
  readonly hasList: (address: string) => boolean
  readonly isEmpty: boolean
}

/** Everybody in From:, To:, Cc: and trailers of any mail of the series: who got a part can find the rest. */
export function toldOf({ patches, coverLetter }: Series): Told {
  const mails = [
    ...patches.map(({ message }) => message),
    ...(coverLetter === null ? [] : [coverLetter]),
  ]
  const headers = mails.flatMap(({ to, cc }) => [...to, ...cc])
  const people: readonly Address[] = [
    ...headers,
    ...mails.map(({ from }) => from),
    ...patches.map(({ text }) => text.author),
    ...patches.flatMap(({ text }) => text.trailers.map(({ value }) => personOf(value))),
  ]
  const addresses = new Set(people.map(({ address }) => plain(address)))
  const names = new Set(
    people.flatMap(({ name, address }) => [
      lower(name),
      localPart(address).replaceAll(/[._-]/g, ' '),
    ]),
  )
  const hosts = new Set(people.map(({ address }) => hostOf(address)))
  const lists = new Set(people.map(({ address }) => localPart(address)))
  return {
    hasPerson: (text) => {
      const { name, address } = personOf(text)
      return addresses.has(plain(address)) || namesOf(name).some((one) => names.has(one))
    },
    hasColleague: (text) => {
      const host = hostOf(personOf(text).address)
      return !PUBLIC_HOSTS.has(host) && hosts.has(host)
    },
    // Lists move from host to host and keep their name.
    hasList: (address) => lists.has(localPart(address)),
    isEmpty: headers.length === 0,
  }
}

/** Hosts where people have mail who do not work together. */
const PUBLIC_HOSTS: ReadonlySet<string> = new Set(
  'gmail.com outlook.com hotmail.com kernel.org gmx.de web.de example.org linaro.org'.split(' '),
)

function hostOf(address: string): string {
  return address.toLowerCase().split('@')[1] ?? ''
}

/** "Lucy Lamp" may write as lucy.lamp@ or as llamp@ somewhere else. */
function namesOf(name: string): readonly string[] {
  const words = lower(name).split(' ')
  const last = words.at(-1) ?? ''
  return words.length < 2 ? [] : [words.join(' '), `${words[0]?.[0] ?? ''}${last}`]
}

function lower(name: string): string {
  return name.trim().toLowerCase()
}

/** Whether anybody of a section heard of it, or a colleague of theirs: linux-kernel alone is nobody. */
export function hasHeard({ maintainers, reviewers, lists }: Section, told: Told): boolean {
  return (
    [...maintainers, ...reviewers].some(
      (person) => told.hasPerson(person) || told.hasColleague(person),
    ) || lists.some((list) => localPart(list) !== 'linux-kernel' && told.hasList(list))
  )
}

/** "A Name" <a@example.org> as name and address. */
export function personOf(text: string): Address {
  const open = text.indexOf('<')
  if (open === -1) return { name: '', address: text.trim() }
  const close = text.indexOf('>', open)
  const name = text.slice(0, open).trim().replaceAll('"', '')
  return { name, address: text.slice(open + 1, close === -1 ? undefined : close).trim() }
}

/** Without capital letters and without "+dt": the same mailbox. */
function plain(address: string): string {
  const [local = '', host = ''] = address.toLowerCase().split('@')
  return `${local.split('+')[0] ?? ''}@${host}`
}

function localPart(address: string): string {
  return address.toLowerCase().split('@')[0] ?? ''
}
