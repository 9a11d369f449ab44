/** The names of the figures. */
export const metricTitles = {
  wall: 'wall time',
  cpu: 'CPU time',
  p50: 'p50',
  p99: 'p99',
  rss: 'RSS',
  heap: 'JS heap',
}

/** A figure with its unit, in three digits or so. */
export function shown(value, metric) {
  if (metric === 'rss' || metric === 'heap') return `${(value / 1024).toFixed(1)} KiB`
  if (metric === 'faults') return value.toFixed(2)
  if (metric === 'server') return `${(value * 100).toFixed(0)} %`
  if (value < 10_000) return `${value.toFixed(0)} ns`
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} µs` : `${(value / 1e6).toFixed(2)} ms`
}

/** A comparison as its kind is read: a factor, or a difference with its sign. */
export function shownComparison(value, { metric, comparison }) {
  if (comparison !== 'more') return value.toFixed(2)
  return `${value < 0 ? '−' : '+'}${shown(Math.abs(value), metric)}`
}
