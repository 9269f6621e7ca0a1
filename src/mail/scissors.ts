/**
 * True for a line that git am --scissors cuts at: "-- >8 --", "8< - - cut here - -". Blades must be there,
 * and dashes, blades and the blanks between them make more than a third of the line, dashes and blades
 * more than half of that (is_scissors_line in mailinfo.c).
 */
export function isScissors(line: string): boolean {
  const text = line.trim()
  if (text.length < 8 || text.length > 1000) return false
  let torn = 0
  let gaps = 0
  let hasBlades = false
  let inTear = false
  for (let i = 0; i < text.length; i++) {
    const isBlade = blades.has(text.slice(i, i + 2))
    const c = text.charAt(i)
    if (isBlade) {
      hasBlades = true
      torn += 2
      i++
    } else if (c === '-') torn++
    else if ((c === ' ' || c === '\t') && inTear) {
      torn++
      gaps++
    }
    if (c !== ' ' && c !== '\t') inTear = isBlade || c === '-'
  }
  return hasBlades && text.length < torn * 3 && gaps * 2 < torn
}

const blades = new Set(['>8', '8<', '>%', '%<'])
