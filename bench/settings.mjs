import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { referenceOf } from './contestants.mjs'
import { emptyFolder, profileFile } from './profile.mjs'
import { hasBar } from './report/bars.mjs'

const reports = fileURLToPath(new URL('../reports/bench', import.meta.url))
// `freshRounds` is for scenarios that start a process for each turn: such a turn takes long, and the figures differ little.
const FULL = { launches: 8, rounds: 3, freshRounds: 3, longestWarmUp: Infinity }
const QUICK = { launches: 1, rounds: 3, freshRounds: 1, longestWarmUp: 300 }

const options = {
  scenario: { type: 'string', multiple: true },
  case: { type: 'string', multiple: true },
  contestant: { type: 'string', multiple: true },
  bars: { type: 'boolean', default: false },
  baseline: { type: 'string' },
  collect: { type: 'boolean', default: true },
  'no-collect': { type: 'boolean', default: false },
  rounds: { type: 'string' },
  launches: { type: 'string' },
  quick: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  dist: { type: 'string' },
  help: { type: 'boolean', default: false },
}

export const usage = `npm run bench -- [options]

  --quick            some cases and contestants, few rounds: under two minutes, for a first look
  --bars             only cases that have a bar, and only the contestants that the bars name
  --scenario NAME    receive, iterate, held, json, requests, layers, send, add-stream, fresh, fan-out, server, echo, mixed,
                     set-up, cold, memory, server-memory, chromium or bundles; may be repeated
  --case TEXT        only cases whose name contains this; may be repeated
  --contestant TEXT  only contestants whose name contains this, beside raw ws; may be repeated
  --baseline FOLDER  another checkout with a dist folder, whose channel is measured as "channel, before"
  --no-collect       no full garbage collection before each turn (--collect is the default)
  --rounds N         turns that each contestant takes after every launch (3; quick: 3, with a process for each turn 1)
  --launches N       fresh processes for each contestant and case (8; quick: 1)
  --profile          CPU profiles of all that is played, in reports/bench/profiles, and where they spent most
  --dist FOLDER      a build to measure in place of dist
  --write            put the results of this run into bench/results.md, and the bars into docs/performance.md
`

/** The settings that the command line selects. */
export function settingsOf(argv) {
  const { values } = parseArgs({ args: argv, options })
  const { quick, profile } = values
  const usual = quick ? QUICK : FULL
  const profiles = join(reports, 'profiles')
  if (profile) emptyFolder(profiles)
  const dist = copyOf(values.dist ?? fileURLToPath(new URL('../dist', import.meta.url)), 'dist')
  return {
    ...values,
    reports,
    profiles,
    collects: values.collect && !values['no-collect'],
    launches: profile ? 1 : Number(values.launches ?? usual.launches),
    longestWarmUp: usual.longestWarmUp,
    roundsOf: ({ isFresh }) =>
      Number(values.rounds ?? (isFresh ? usual.freshRounds : usual.rounds)),
    dist,
    builds: { BENCH_DIST: dist, ...baselineOf(values) },
    wants: (scenario) => values.scenario?.includes(scenario) ?? true,
    casesOf: (scenario) =>
      scenario.cases
        .filter((known) => isCaseWanted(known, scenario, values))
        .map((known) => ({ ...known, units: (quick && known.quickUnits) || known.units })),
    select: (contestants, played) => selectContestants(contestants, played, values),
    profileOf: (name, kind) => (profile ? profileFile(profiles, `${kind} ${name}`) : ''),
  }
}

// The modules of a copy find `ws` and `rxjs` of this checkout.
function baselineOf({ baseline }) {
  return baseline && { BENCH_BASELINE: copyOf(join(baseline, 'dist'), 'baseline') }
}

// A build that runs meanwhile empties `dist`.
function copyOf(folder, name) {
  const copy = join(reports, `${name}-${process.pid}`)
  cpSync(resolve(folder), copy, { recursive: true })
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
  return copy
}

function isCaseWanted({ name, isQuick }, scenario, { case: texts, quick, bars }) {
  if (texts) return includesAny(name, texts)
  if (bars) return hasBar({ scenario: scenario.name, case: name })
  return isQuick || !quick
}

function selectContestants(contestants, { scenario, name, group }, values) {
  const wanted = contestants.filter((known) => {
    if (known.isBefore && !values.baseline) return false
    const bar = { scenario: scenario.name, case: name, contestant: known.name }
    return isContestantWanted(known, bar, values)
  })
  const references = wanted.map((known) => referenceOf(known, group))
  return contestants.filter((known) => wanted.includes(known) || references.includes(known.name))
}

function isContestantWanted({ name, isQuick = true }, bar, { quick, bars, contestant: texts }) {
  // The twin of the reference shows the noise.
  if (name.endsWith(', again')) return true
  if (texts) return includesAny(name, texts)
  if (bars) return hasBar(bar)
  return isQuick || !quick
}

function includesAny(name, texts) {
  return texts.some((text) => name.includes(text))
}
