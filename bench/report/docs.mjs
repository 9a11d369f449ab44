import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { bars, judge } from './bars.mjs'
import { barKey, barRows, barsTable, scenarioSection, sizesSection } from './sections.mjs'
import { rowsOf } from './table.mjs'

const resultsPage = fileURLToPath(new URL('../results.md', import.meta.url))
const barsPage = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))

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
  await rewriteBars(resultsPage, { rows: barRows(verdicts.filter(({ isGeneral }) => isGeneral)) })
  await rewriteBars(barsPage, {
    rows: barRows(verdicts.filter(({ isGeneral }) => !isGeneral)),
    order: bars.map((bar) => barKey(bar).join()),
  })
}

/** Rows of a run replace those of the same bar; with an `order`, rows of bars that it does not name are removed. */
async function rewriteBars(page, { rows, order }) {
  await rewrite(page, (text) =>
    fill(text, 'bars', (old) => {
      const byKey = new Map([...rowsOf(old), ...rows].map((row) => [row.slice(0, 3).join(), row]))
      const keys = order?.filter((key) => byKey.has(key)) ?? [...byKey.keys()]
      return keys.length > 0 ? barsTable(keys.map((key) => byKey.get(key))) : ''
    }),
  )
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
