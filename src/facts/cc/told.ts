import type { Address, Series } from '../../model.ts'
import type { Section } from './maintainers.ts'

/** Whom the mails of a series reach, by address, by list name, and by person. */
export interface Told {
  readonly hasPerson: (person: string) => boolean
  readonly hasList: (address: string) => boolean
  readonly isEmpty: boolean
}

/** Everybody in From:, To:, Cc: and trailers of any mail of the series: who got a part can find the rest. */
export function toldOf({ patches, coverLetter }: Series): Told {
  const mails = [...patches.map(({ message }) => message), ...(coverLetter === null ? [] : [coverLetter])]
  const headers = mails.flatMap(({ to, cc }) => [...to, ...cc])
  const people: readonly Address[] = [
    ...headers,
    ...mails.map(({ from }) => from),
    ...patches.map(({ text }) => text.author),
    ...patches.flatMap(({ text }) => text.trailers.map(({ value }) => personOf(value))),
  ]
  const addresses = new Set(people.map(({ address }) => plain(address)))
  const names = new Set(people.map(({ name }) => name.trim().toLowerCase()).filter((name) => name !== ''))
  const lists = new Set(people.map(({ address }) => localPart(address)))
  return {
    hasPerson: (text) => {
      const { name, address } = personOf(text)
      return addresses.has(plain(address)) || (name !== '' && names.has(name.trim().toLowerCase()))
    },
    // Lists move from host to host and keep their name.
    hasList: (address) => lists.has(localPart(address)),
    isEmpty: headers.length === 0,
  }
}

/** Whether anybody of a section heard of it: linux-kernel alone is nobody. */
export function hasHeard({ maintainers, reviewers, lists }: Section, told: Told): boolean {
  return (
    [...maintainers, ...reviewers].some(told.hasPerson) ||
    lists.some((list) => localPart(list) !== 'linux-kernel' && told.hasList(list))
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
