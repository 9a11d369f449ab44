import { compare, noise, valuesOf } from './compare.mjs'
import { spread } from './statistics.mjs'
import { table } from './table.mjs'
import { shown, shownComparison } from './units.mjs'

/** What the figures are called. */
export const metricTitles = {
  wall: 'wall time',
  cpu: 'CPU time',
  p50: 'p50',
  p99: 'p99',
  rss: 'RSS',
  heap: 'JS heap',
}

// What is shown beside the metrics where it was measured.
const asides = { faults: 'page faults', server: 'server busy' }

/** All that was measured in a case: each figure as median and range, and how it compares with the reference. */
export function caseTable(measured, { metrics, comparison }) {
  const names = metrics.flatMap((metric) => [metricTitles[metric], compared(comparison)])
  const shownAsides = Object.keys(asides).filter((aside) =>
    measured.contestants.every(({ samples }) => aside in samples[0]),
  )
  const head = ['', ...names, ...shownAsides.map((aside) => asides[aside])]
  const rows = measured.contestants.map((contestant) => [
    contestant.name,
    ...metrics.flatMap((metric) => [
      figure(contestant, metric),
      comparisonCell(measured, { contestant: contestant.name, metric, comparison }),
    ]),
    ...shownAsides.map((aside) => figure(contestant, aside)),
  ])
  return table([head, ...rows])
}

/** One line a case: what the reference takes, then everybody against it. */
export function overview(cases, { metrics: [metric], comparison }) {
  const names = [
    ...new Set(cases.flatMap(({ contestants }) => contestants.map(({ name }) => name))),
  ]
  const [first, ...others] = names
  const rows = cases.map((measured) => [
    measured.name,
    reference(measured, first, metric),
    ...others.map((contestant) => comparisonCell(measured, { contestant, metric, comparison })),
  ])
  return table([['', ...names], ...rows])
}

function figure(contestant, metric) {
  const { median, min, max } = spread(valuesOf(contestant, metric))
  return `${shown(median, metric)} (${shown(min, metric)} to ${shown(max, metric)})`
}

function reference({ contestants }, wanted, metric) {
  const contestant = contestants.find(({ name }) => name === wanted)
  return contestant ? shown(spread(valuesOf(contestant, metric)).median, metric) : ''
}

function comparisonCell(measured, what) {
  const found = compare(measured, what)
  if (!found) return ''
  const isTwin = what.contestant.endsWith(', again')
  const equal = what.comparison === 'more' ? 0 : 1
  const isNoise = !isTwin && Math.abs(found.median - equal) <= noise(measured, what)
  return shownComparison(found.median, what) + (isNoise ? ' ~' : '')
}

function compared(comparison) {
  return comparison === 'more' ? 'difference' : 'times as fast'
}
