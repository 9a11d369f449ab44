import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { judge } from './bars.mjs'
import { kept } from './kept.mjs'
import { barsTable, scenarioSection, sizesTable } from './sections.mjs'

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
const order = ['receive', 'send', 'echo', 'set-up', 'memory', 'chromium', 'bundles']
const START = '<!-- bench:start -->'
const END = '<!-- bench:end -->'

/**
 * Puts the results that were kept between the markers of `docs/performance.md`.
 *
 * @throws {Error} If there are none of a scenario: what the page says of it would be lost.
 */
export async function writeDocs(folder) {
  const results = order.map((name) => kept(folder, name))
  const missing = order.filter((_name, index) => !results[index])
  if (missing.length > 0) {
    throw new Error(`Cannot write docs/performance.md: run ${missing.join(', ')} in full first`)
  }
  const sizes = results.pop()
  const text = readFileSync(page, 'utf8')
  const before = text.slice(0, text.indexOf(START) + START.length)
  const after = text.slice(text.indexOf(END))
  const whole = [before, ...sections(results, sizes), after].join('\n\n')
  const options = await resolveConfig(page)
  writeFileSync(page, await format(whole, { ...options, parser: 'markdown' }))
}

function sections(results, sizes) {
  const kinds = [...new Set(results.map(({ machine }) => machine))]
  return [
    `Measured with \`npm run bench -- --write\` on ${kinds.join(' and on ')}.`,
    '### Bars',
    barsTable(judge(results)),
    ...results.map(scenarioSection),
    '### Bundles for a browser, minified and gzipped',
    sizesTable(sizes),
  ]
}
