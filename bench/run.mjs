import { loadavg } from 'node:os'
import { bundleSizes } from './bundle-size.mjs'
import { chromium } from './chromium.mjs'
import { machine } from './machine.mjs'
import { printProfiles } from './profile.mjs'
import { judge } from './report/bars.mjs'
import { writePages } from './report/docs.mjs'
import { caseTable } from './report/figures.mjs'
import { barRows, barsTable, sizesSection } from './report/sections.mjs'
import { measure } from './rounds.mjs'
import { scenarios } from './scenarios/index.mjs'
import { settingsOf, usage } from './settings.mjs'

const played = [
  ...scenarios.map((scenario) => ({
    ...scenario,
    collects: !scenario.isFresh,
    measure: (settings) => measure(scenario, settings),
  })),
  { ...chromium, collects: true },
]

await main(process.argv.slice(2))

/** Measures the scenarios that the command line selects, prints the figures, and writes them into the pages on request. */
async function main(argv) {
  const settings = settingsOf(argv)
  if (settings.help) {
    console.log(usage)
    return
  }
  console.log(machine())
  const results = []
  for (const scenario of played.filter(({ name }) => settings.wants(name))) {
    const result = await playScenario(scenario, settings)
    if (result.cases.length > 0) results.push(result)
  }
  const sizes = settings.wants('bundles') ? await bundleSizes(settings.dist) : undefined
  if (sizes) console.log(`\n${sizesSection(sizes)}`)
  const verdicts = judge(results)
  if (verdicts.length > 0) console.log(`\n# Bars\n\n${barsTable(barRows(verdicts))}`)
  if (settings.profile) printProfiles(settings.profiles)
  if (settings.write) await writePages({ results, sizes })
}

async function playScenario({ measure, ...scenario }, settings) {
  const { name, title, unit, metrics, comparison } = scenario
  const how = wayOf(settings, scenario)
  console.log(`\n# ${title} (${unit}; ${how})`)
  const onCase = (measured) => {
    console.log(`\n${measured.name}\n\n${caseTable(measured, { metrics, comparison })}`)
  }
  const cases = await measure({ ...settings, onCase })
  return { scenario: name, title, unit, metrics, comparison, cases, how, machine: machine() }
}

/** How often each contestant took a turn, in which state, and how busy the machine was before the first turn. */
function wayOf({ launches, roundsOf, collects }, scenario) {
  const rounds = roundsOf(scenario)
  const state = collects && scenario.collects ? ', garbage collected before each' : ''
  const load = `load average ${loadavg()[0].toFixed(0)} at the start`
  return `${launches * rounds} rounds in ${launches} launches${state}, ${load}`
}
