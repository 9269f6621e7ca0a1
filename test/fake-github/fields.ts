/** Reads a field of a JSON body without trusting it. */
export function field(body: unknown, name: string): unknown {
  return Object.entries(body ?? {}).find(([key]) => key === name)?.[1]
}

/** A field that has to be text; '' when it is not. */
export function textField(body: unknown, name: string): string {
  const value = field(body, name)
  return typeof value === 'string' ? value : ''
}

/** A field that has to be a list; empty when it is not. */
export function listField(body: unknown, name: string): readonly unknown[] {
  const value = field(body, name)
  return Array.isArray(value) ? value : []
}
