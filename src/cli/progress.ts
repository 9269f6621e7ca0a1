/** Progress of long work on a terminal's stderr, on one line; silent elsewhere and for the first second. */
export interface Progress {
  readonly show: (text: () => string) => void
  readonly clear: () => void
}

export function openProgress(): Progress {
  const stream = process.stderr
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let last = Date.now() + 1000
  let shown = false
  return {
    show: (text) => {
      const now = Date.now()
      if (now - last < 100) return
      last = now
      shown = true
      stream.write(`\r\u001B[K${text().slice(0, (stream.columns || 80) - 1)}`)
    },
    clear: () => {
      if (shown) stream.write('\r\u001B[K')
    },
  }
}
