import { barKey, barLimit } from './bars.mjs'
import { beforeAndAfter, caseTable, overview } from './figures.mjs'
import { table } from './table.mjs'
import { metricTitles, shownComparison } from './units.mjs'

const barsHead = ['case', 'contestant', 'figure', 'bar', 'before', 'measured', 'range', '']

/** A row for each bar: the limit, the figure before, the figure now and whether it meets the bar. */
export function barRows(verdicts) {
  return verdicts.map(({ verdict, before, found, ...bar }) => [
    ...barKey(bar),
    barLimit(bar),
    before ? shownComparison(before.value, bar) : '',
    shownComparison(found.value, bar),
    `${shownComparison(found.min, bar)} to ${shownComparison(found.max, bar)}`,
    verdict,
  ])
}

/** Rows of bars as a table. */
export function barsTable(rows) {
  return table([barsHead, ...rows])
}

/** The sizes of the bundles. */
function sizesTable(sizes) {
  const rows = sizes.map((size) => [size.name, kilobytes(size.without), kilobytes(size.with)])
  return table([['', 'without rxjs', 'with the parts of rxjs that it uses'], ...rows])
}

/** A scenario for the results: the overview, two builds side by side if two were measured, and all figures folded. */
export function scenarioSection(result) {
  const { title, unit, cases, how, machine, metrics } = result
  const pairs = beforeAndAfter(cases, result)
  return [
    `## ${title}`,
    `${machine}; ${how}. ${metricTitles[metrics[0]]}, ${unit}. ${legend(result)}`,
    overview(cases, result),
    ...(pairs ? ['**Before and after**', pairs] : []),
    '<details><summary>All figures</summary>',
    ...cases.flatMap((measured) => [`**${measured.name}**`, caseTable(measured, result)]),
    '</details>',
  ].join('\n\n')
}

/** The sizes for the results. */
export function sizesSection(sizes) {
  return ['## Bundles for a browser, minified and gzipped', sizesTable(sizes)].join('\n\n')
}

function legend({ comparison }) {
  return comparison === 'more'
    ? 'First column: the figure; the others: how much more.'
    : 'First column: the time it takes; the others: how many times as fast.'
}

function kilobytes(bytes) {
  return bytes === undefined ? '' : `${(bytes / 1000).toFixed(2)} kB`
}
