import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { barKey, barLimit, bars, judge } from './bars.mjs'
import { barRows, barsTable, scenarioSection, sizesSection } from './sections.mjs'
import { rowsOf } from './table.mjs'

const resultsPage = fileURLToPath(new URL('../results.md', import.meta.url))
const barsPage = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
// The cells of `barKey`; the limit follows them.
const KEY_CELLS = 3

/**
 * Puts the results of a run into the pages: the figures into `bench/results.md`, the bars into `docs/performance.md`.
 * What the run did not measure stays as it is.
 */
export async function writePages({ results, sizes }) {
  const sections = results.map((result) => [result.scenario, scenarioSection(result)])
  if (sizes) sections.push(['bundles', sizesSection(sizes)])
  await rewrite(resultsPage, (text) =>
    sections.reduce((page, [name, content]) => fill(page, name, () => content), text),
  )
  const verdicts = judge(results)
  const general = barRows(verdicts.filter(({ isGeneral }) => isGeneral))
  await rewrite(resultsPage, (text) => fillBars(text, (old) => [...merged(old, general).values()]))
  const listed = barRows(verdicts.filter(({ isGeneral }) => !isGeneral))
  await rewrite(barsPage, (text) => fillBars(text, (old) => everyBar(merged(old, listed))))
}

function fillBars(text, rowsFrom) {
  return fill(text, 'bars', (old) => {
    const rows = rowsFrom(rowsOf(old))
    return rows.length > 0 ? barsTable(rows) : ''
  })
}

/** Rows by their bar. A new row replaces the old one of the same bar. */
function merged(oldRows, newRows) {
  return new Map([...oldRows, ...newRows].map((row) => [row.slice(0, KEY_CELLS).join(), row]))
}

/** A row for each bar of the list, without figures if the bar was not measured since its limit changed. */
function everyBar(rows) {
  return bars.map((bar) => {
    const row = rows.get(barKey(bar).join())
    const isCurrent = row?.[KEY_CELLS] === barLimit(bar)
    return isCurrent ? row : [...barKey(bar), barLimit(bar), '', '', '', 'not measured yet']
  })
}

async function rewrite(path, change) {
  const options = await resolveConfig(path)
  const text = change(readFileSync(path, 'utf8'))
  writeFileSync(path, await format(text, { ...options, parser: 'markdown' }))
}

/**
 * Replaces the content between the markers of a section.
 *
 * @throws {Error} If the page has no such section.
 */
function fill(page, name, contentOf) {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const [before, content, after] = page.split(new RegExp(`(?<=${start})|(?=${end})`))
  if (after === undefined) throw new Error(`Cannot write the results: no section "${name}"`)
  return [before, contentOf(content), after].join('\n\n')
}
