import { performance } from 'node:perf_hooks'
import { contestantsOf, referenceOf } from './contestants.mjs'
import { Worker } from './worker.mjs'

const SERVER_CORE = 0
const CLIENT_CORE = 1
// For each contestant, until V8 has compiled what it will.
const WARM_UP_TURNS = 3
const WARM_UP_MILLISECONDS = 250

/** Measures the cases of a scenario: every contestant of a case takes a turn in every round. */
export async function measure(scenario, settings) {
  const server = new Worker('server.mjs', { core: SERVER_CORE })
  try {
    const { port } = await server.ask()
    const cases = []
    for (const known of settings.casesOf(scenario)) {
      const base = `ws://127.0.0.1:${port}`
      const stage = { scenario, server, settings, play: { ...known, base } }
      cases.push(await measureCase(stage))
      settings.onCase(cases.at(-1))
    }
    return cases
  } finally {
    await server.stop()
  }
}

async function measureCase(stage) {
  const { group, name } = stage.play
  const taking = stage.settings.select(contestantsOf(group))
  const samples = new Map(taking.map((contestant) => [contestant.name, []]))
  for (let launch = 0; launch < stage.settings.launches; launch++) {
    if (stage.scenario.isFresh) await playFresh(stage, taking, samples)
    else await playWarm(stage, taking, samples)
  }
  const contestants = taking.map((contestant) => ({
    name: contestant.name,
    reference: referenceOf(contestant, group),
    samples: samples.get(contestant.name),
  }))
  return { name, contestants }
}

/** Processes that stay warm, and take turns in an order that rotates. */
async function playWarm(stage, taking, samples) {
  const players = []
  try {
    for (const contestant of taking) players.push(await startPlayer(stage, contestant))
    await warmUp(players, stage)
    for (let round = 0; round < stage.settings.roundsOf(stage.scenario); round++) {
      for (const player of rotated(players, round)) {
        samples.get(player.name).push(await takeTurn(stage, player))
      }
    }
  } finally {
    await Promise.all(players.map(({ worker }) => worker.stop()))
  }
}

/** A new process for each turn. */
async function playFresh(stage, taking, samples) {
  for (let round = 0; round < stage.settings.roundsOf(stage.scenario); round++) {
    for (const contestant of rotated(taking, round)) {
      const player = await startPlayer(stage, contestant)
      try {
        samples.get(contestant.name).push(await takeTurn(stage, player))
      } finally {
        await player.worker.stop()
      }
    }
  }
}

async function startPlayer({ scenario, settings, play }, { name, node }) {
  const worker = new Worker('player.mjs', {
    core: CLIENT_CORE,
    node,
    flags: scenario.flags,
    env: { BENCH_DIST: settings.dist, BENCH_PROFILE: settings.profileOf(name, play.name) },
  })
  const { kind, size, burst, inFlight, units } = play
  const url = play.base + scenario.address(play)
  const input = { url, kind, size, burst, inFlight, units }
  await worker.ask({ task: 'prepare', contestant: name, scenario: scenario.name, ...input })
  return { name, worker }
}

/** A turn, with the share of its core that the server needed meanwhile: near 1 it would be the server that is measured. */
async function takeTurn({ server }, { worker }) {
  const before = await server.ask({})
  const start = performance.now()
  const result = await worker.ask({ task: 'turn' })
  const elapsed = performance.now() - start
  const after = await server.ask({})
  return { ...result, server: (after.cpu - before.cpu) / elapsed }
}

/** A list begun at another place. */
export function rotated(list, by) {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

/** In turns, too: where nothing happens for some seconds V8 throws away what it has compiled. */
async function warmUp(players, { scenario, settings }) {
  const { warmUpMilliseconds = WARM_UP_MILLISECONDS } = scenario
  const each = Math.min(warmUpMilliseconds, settings.longestWarmUp)
  const enough = performance.now() + each * players.length
  for (let round = 0; round < WARM_UP_TURNS || performance.now() < enough; round++) {
    for (const { worker } of rotated(players, round)) await worker.ask({ task: 'turn' })
  }
}
