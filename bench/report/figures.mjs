import { nameBefore } from '../contestants.mjs'
import { compare, noise, valuesOf } from './compare.mjs'
import { median, spread } from './statistics.mjs'
import { table } from './table.mjs'
import { metricTitles, shown, shownComparison } from './units.mjs'

// Shown beside the metrics where they were measured.
const asides = { faults: 'page faults', server: 'server busy' }

/** All figures of a case: each as median and range, with its comparison with the reference. */
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

/** One line for each case: the figure of the first contestant, then the comparison of every other contestant. */
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

/** The cases of a scenario in two builds, or an empty string if only one was measured. */
export function beforeAndAfter(cases, { metrics, comparison }) {
  const metric = metrics.includes('cpu') ? 'cpu' : metrics[0]
  const rows = cases.flatMap((measured) =>
    measured.contestants.flatMap(({ name }) => pairRow(measured, { name, metric, comparison })),
  )
  const title = metricTitles[metric]
  const head = [
    '',
    'contestant',
    `${title} before`,
    'after',
    `${compared(comparison)} before`,
    'after',
  ]
  return rows.length > 0 ? table([head, ...rows]) : ''
}

function pairRow(measured, { name, metric, comparison }) {
  const pair = [nameBefore(name), name].map((wanted) =>
    measured.contestants.find((contestant) => contestant.name === wanted),
  )
  if (!pair.every(Boolean)) return []
  const figures = pair.map(({ samples }) => shown(median(valuesOf({ samples }, metric)), metric))
  const cells = pair.map((contestant) =>
    comparisonCell(measured, { contestant: contestant.name, metric, comparison }),
  )
  return [[measured.name, name, ...figures, ...cells]]
}

function figure(contestant, metric) {
  const { median: middle, min, max } = spread(valuesOf(contestant, metric))
  return `${shown(middle, metric)} (${shown(min, metric)} to ${shown(max, metric)})`
}

function reference({ contestants }, wanted, metric) {
  const contestant = contestants.find(({ name }) => name === wanted)
  return contestant ? shown(spread(valuesOf(contestant, metric)).median, metric) : ''
}

function comparisonCell(measured, selection) {
  const found = compare(measured, selection)
  if (!found) return ''
  const isTwin = selection.contestant.endsWith(', again')
  const equal = selection.comparison === 'more' ? 0 : 1
  const isNoise = !isTwin && Math.abs(found.value - equal) <= noise(measured, selection)
  return shownComparison(found.value, selection) + (isNoise ? ' ~' : '')
}

function compared(comparison) {
  return comparison === 'more' ? 'difference' : 'times as fast'
}
