import { bundleSizes } from './bundle-size.mjs'
import { chromium } from './chromium.mjs'
import { machine } from './machine.mjs'
import { printProfiles } from './profile.mjs'
import { judge } from './report/bars.mjs'
import { writeDocs } from './report/docs.mjs'
import { caseTable } from './report/figures.mjs'
import { keep } from './report/kept.mjs'
import { barsTable, sizesTable } from './report/sections.mjs'
import { measure } from './rounds.mjs'
import { scenarios } from './scenarios/index.mjs'
import { settingsOf, usage } from './settings.mjs'

const played = [
  ...scenarios.map((scenario) => ({
    ...scenario,
    measure: (settings) => measure(scenario, settings),
  })),
  chromium,
]

await main(process.argv.slice(2))

/** Measures what is asked for, prints it, and keeps what was measured in full. */
async function main(argv) {
  const settings = settingsOf(argv)
  if (settings.help) {
    console.log(usage)
    return
  }
  console.log(machine())
  const results = []
  for (const scenario of played.filter(({ name }) => settings.wants(name))) {
    results.push(await playScenario(scenario, settings))
  }
  if (settings.wants('bundles')) await weighBundles(settings)
  const verdicts = judge(results)
  if (verdicts.length > 0) console.log(`\n# Bars\n\n${barsTable(verdicts)}`)
  if (settings.profile) printProfiles(settings.profiles)
  if (settings.write) await writeDocs(settings.reports)
}

async function playScenario({ measure, ...scenario }, settings) {
  const { name, title, unit, metrics, comparison } = scenario
  const how = howOften(settings, scenario)
  console.log(`\n# ${title} (${unit}; ${how})`)
  const onCase = (measured) => {
    console.log(`\n${measured.name}\n\n${caseTable(measured, { metrics, comparison })}`)
  }
  const cases = await measure({ ...settings, onCase })
  const result = { scenario: name, title, unit, metrics, comparison, cases }
  if (settings.isComplete) keep(settings.reports, name, { ...result, how, machine: machine() })
  return result
}

async function weighBundles(settings) {
  const sizes = await bundleSizes(settings.dist)
  console.log(`\n# Bundles for a browser, minified and gzipped\n\n${sizesTable(sizes)}`)
  keep(settings.reports, 'bundles', sizes)
}

function howOften({ launches, roundsOf }, scenario) {
  const rounds = roundsOf(scenario)
  return `${launches * rounds} rounds in ${launches} launches`
}
