import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { emptyFolder, profileFile } from './profile.mjs'

const reports = fileURLToPath(new URL('../reports/bench', import.meta.url))
// `freshRounds` are those of a scenario whose every turn has a new process: they take long, and all tell nearly the same.
const FULL = { launches: 8, rounds: 3, freshRounds: 3, share: 1, longestWarmUp: Infinity }
const QUICK = { launches: 1, rounds: 5, freshRounds: 1, share: 0.25, longestWarmUp: 2_000 }

const options = {
  scenario: { type: 'string', multiple: true },
  case: { type: 'string', multiple: true },
  contestant: { type: 'string', multiple: true },
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
  --scenario NAME    receive, send, echo, set-up, memory, chromium or bundles; may be repeated
  --case TEXT        only cases whose name contains this; may be repeated
  --contestant TEXT  only contestants whose name contains this, beside raw ws; may be repeated
  --rounds N         turns that each contestant takes after every launch (3; quick: 5, memory 1)
  --launches N       fresh processes for each contestant and case (8; quick: 1)
  --profile          CPU profiles of all that is played, in reports/bench/profiles, and where they spent most
  --dist FOLDER      a build to measure in place of dist
  --write            put the results of the last full run of each scenario into docs/performance.md
`

/** What the command line asks for. */
export function settingsOf(argv) {
  const { values } = parseArgs({ args: argv, options })
  const { quick, profile } = values
  const usual = quick ? QUICK : FULL
  const profiles = join(reports, 'profiles')
  if (profile) emptyFolder(profiles)
  return {
    ...values,
    reports,
    profiles,
    isComplete: !quick && !profile && !values.case && !values.contestant,
    launches: profile ? 1 : Number(values.launches ?? usual.launches),
    longestWarmUp: usual.longestWarmUp,
    roundsOf: ({ isFresh }) =>
      Number(values.rounds ?? (isFresh ? usual.freshRounds : usual.rounds)),
    dist: copyOf(values.dist ?? fileURLToPath(new URL('../dist', import.meta.url))),
    wants: (scenario) => values.scenario?.includes(scenario) ?? true,
    casesOf: ({ cases }) =>
      cases
        .filter((known) => isWanted(known, values.case, quick))
        .map((known) => ({ ...known, units: Math.ceil(known.units * usual.share) })),
    select: (contestants) => contestants.filter((known) => takesPart(known, values)),
    profileOf: (name, kind) => (profile ? profileFile(profiles, `${kind} ${name}`) : ''),
  }
}

// A build that runs meanwhile empties `dist`.
function copyOf(dist) {
  const copy = join(reports, `dist-${process.pid}`)
  cpSync(resolve(dist), copy, { recursive: true })
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
  return copy
}

/** Whether something is asked for by its name, or, where no names are given, has a part in this kind of run. */
function isWanted({ name, isQuick }, texts, quick) {
  return texts ? texts.some((text) => name.includes(text)) : isQuick || !quick
}

function takesPart({ name, isQuick = true }, { quick, contestant: texts }) {
  // Raw ws is what others are compared with.
  return (texts && name.startsWith('ws')) || isWanted({ name, isQuick }, texts, quick)
}
