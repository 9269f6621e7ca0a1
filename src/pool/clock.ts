/**
 * Milliseconds of processor time this process has used. Limits are about work: a busy machine, or a slow disk,
 * is nobody's fault.
 */
export function cpuClock(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * The same for who asks all the time: the system is asked again when two milliseconds have gone by, since to ask
 * it takes longer than most rules.
 */
export function openCpuClock(): () => number {
  let asked = Number.NEGATIVE_INFINITY
  let known = 0
  return () => {
    const now = performance.now()
    if (now - asked < 2) return known
    asked = now
    known = cpuClock()
    return known
  }
}
