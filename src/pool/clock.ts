/**
 * Milliseconds of processor time this process has used. Limits are about work: a busy machine, or a slow disk,
 * is nobody's fault.
 */
export function cpuClock(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
