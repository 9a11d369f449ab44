const units = ['B', 'kB', 'MB', 'GB']

/** Writes a number of bytes with three digits at most: `6 B`, `1.2 kB`. */
export function sizeText(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1_000
    unit++
  }
  const digits = unit > 0 && amount < 9.95 ? 1 : 0
  return `${amount.toFixed(digits).replace('.0', '')} ${units[unit] ?? ''}`
}
