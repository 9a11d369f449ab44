import { caseTable, metricTitles, overview } from './figures.mjs'
import { table } from './table.mjs'
import { shownComparison } from './units.mjs'

/** Every bar with what was found. */
export function barsTable(verdicts) {
  const rows = verdicts.map(({ scenario, contestant, wanted, verdict, ...bar }) => [
    `${scenario}, ${bar.case}`,
    contestant,
    `${metricTitles[bar.metric]}, ${bar.comparison}`,
    wanted,
    range(bar.found, bar),
    beside(bar),
    verdict,
  ])
  return table([
    ['case', 'contestant', 'figure', 'bar', 'median (range)', 'beside it', ''],
    ...rows,
  ])
}

/** Bytes of the bundles. */
export function sizesTable(sizes) {
  const rows = sizes.map((size) => [size.name, kilobytes(size.without), kilobytes(size.with)])
  return table([['', 'without rxjs', 'with what it uses of rxjs'], ...rows])
}

/** A scenario for the docs: the overview, and all figures folded away. */
export function scenarioSection(result) {
  const { title, unit, cases, how, metrics } = result
  return [
    `### ${title}`,
    `${metricTitles[metrics[0]]}, ${unit}; ${how}. ${legend(result)}`,
    overview(cases, result),
    '<details><summary>All figures</summary>',
    ...cases.flatMap((measured) => [`**${measured.name}**`, caseTable(measured, result)]),
    '</details>',
  ].join('\n\n')
}

function legend({ comparison }) {
  return comparison === 'more'
    ? 'First column: what it takes; the others: how much more.'
    : 'First column: the time it takes; the others: how many times as fast.'
}

function range({ median, min, max }, bar) {
  return `${shownComparison(median, bar)} (${shownComparison(min, bar)} to ${shownComparison(max, bar)})`
}

function beside({ beside, comparison }) {
  if (!beside) return ''
  const { metric, found } = beside
  return `${metricTitles[metric]} ${shownComparison(found.median, { metric, comparison })}`
}

function kilobytes(bytes) {
  return bytes === undefined ? '' : `${(bytes / 1000).toFixed(2)} kB`
}
