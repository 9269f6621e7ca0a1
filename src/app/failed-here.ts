/**
 * Whether something failed because of the machine that runs us: no room, no such folder, a module that does not
 * load. Node gives such errors a code; what is wrong with a text has none, nor have the reasons below it.
 */
export function failedHere(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'code' in error || 'syscall' in error || failedHere(error.cause)
}
