/** The value below which a share of a sample lies, between two values where it falls between them. */
function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  return below + (sorted[Math.ceil(position)] - below) * (position % 1)
}

/** A sample in five numbers. */
export function spread(values) {
  const [min, q1, median, q3, max] = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(values, share))
  return { min, q1, median, q3, max }
}

/** The middle value of a sample. */
export function median(values) {
  return quantile(values, 0.5)
}
