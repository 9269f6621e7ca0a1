/** A Buffer is sent as it is, a list by pages, all else as JSON. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

export function failed(status: number, message: string): Answer {
  return { status, body: { message } }
}
