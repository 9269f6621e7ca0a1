/**
 * "iio" in "iio: adc: foo: Bar", and "x86" in "x86/mm: Bar": who filters mail looks for that. Null where
 * no short text stands before a colon.
 */
export function firstElement(title: string): string | null {
  const at = title.slice(0, MOST_ELEMENT + 2).indexOf(':')
  const element = (at <= 0 ? '' : title.slice(0, at)).split(/[/,]/)[0]?.trim() ?? ''
  return element === '' || element.includes('"') ? null : element
}

const MOST_ELEMENT = 55

/**
 * The paths that hold all changed files of a patch, the most specific first: its file, then the folders above, each
 * with its slash ("drivers/iio/adc/"). Documents, headers in a subsystem's
 * own folder and MAINTAINERS go with code and say nothing of whose it is. Empty where the code lies in several top folders.
 */
export function homesOf(paths: readonly string[]): readonly string[] {
  const [first, ...others] = paths.filter((path) => !BESIDE.test(path))
  if (first === undefined || first.length > PATH_MAX) return []
  const parts = first.split('/')
  const above = parts
    .slice(0, -1)
    .map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)
    .toReversed()
  const homes = others.every((path) => path === first) ? [first, ...above] : above
  return homes.filter(
    (home) =>
      !home.includes('\t') && others.every((path) => path === home || path.startsWith(home)),
  )
}

/** Nothing opens a longer path; each of its folders would be a text of its own. */
const PATH_MAX = 4096

const BESIDE = /^(?:Documentation|tools|samples)\/|^include\/(?!uapi)\w+\/[\w-]+\/|^MAINTAINERS$/
