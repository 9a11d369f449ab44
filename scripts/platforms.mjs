// Writes the table of docs/platforms.md from what `npm run test:runtimes` and `npm run test:browsers` found; with --check it
// only checks that the page says the same.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { platformNotes, platformTable, platformVersions } from './platform-table.mjs'

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const page = path('docs/platforms.md')

const rows = ['runtimes', 'browsers'].flatMap((group) =>
  JSON.parse(readFileSync(path(`reports/platforms/${group}.json`), 'utf8')),
)
if (new Set(rows.map(({ guarantee }) => guarantee)).size < 21) {
  throw new Error('The last run was of a part only: run all of test:runtimes and test:browsers')
}
if (rows.some(({ state }) => state === 'failed')) throw new Error('A case failed: mend that first')

const now = readFileSync(page, 'utf8')
const next = await tidy(
  between(
    between(now, 'table', `${platformTable(rows)}\n\n${platformNotes(rows)}`),
    'versions',
    platformVersions(rows),
  ),
)

if (!process.argv.includes('--check')) {
  writeFileSync(page, next)
} else if (section(now, 'table') !== section(next, 'table')) {
  console.error('docs/platforms.md differs from the last run: npm run docs:platforms')
  process.exitCode = 1
}

function between(text, name, content) {
  const { start, end } = placeOf(text, name)
  return `${text.slice(0, start)}\n\n${content}\n\n${text.slice(end)}`
}

function section(text, name) {
  const { start, end } = placeOf(text, name)
  return text.slice(start, end)
}

/** Where what is between a pair of markers begins and ends. */
function placeOf(text, name) {
  const [begin, finish] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [start, end] = [text.indexOf(begin), text.indexOf(finish)]
  if (start === -1 || end === -1) throw new Error(`Cannot find the markers of "${name}"`)
  return { start: start + begin.length, end }
}

async function tidy(text) {
  return format(text, { ...(await resolveConfig(page)), filepath: page })
}
