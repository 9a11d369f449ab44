import { performance } from 'node:perf_hooks'
import { contestantsOf, referenceOf } from './contestants.mjs'
import { Worker } from './worker.mjs'

const SERVER_CORE = 0
const CLIENT_CORE = 1
// For each contestant, until V8 has compiled all that it compiles. By CPU time: on a busy machine wall time is short of work.
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
  const taking = stage.settings.select(contestantsOf(group), {
    scenario: stage.scenario,
    name,
    group,
  })
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
    flags: ['--expose-gc'],
    env: { ...settings.builds, BENCH_PROFILE: settings.profileOf(name, play.name) },
  })
  const url = play.base + scenario.address(play)
  await worker.ask({ ...play, url, task: 'prepare', contestant: name, scenario: scenario.name })
  return { name, worker }
}

/** A turn, with the share of its core that the server used: near 1 the figures are those of the server. */
async function takeTurn(stage, player) {
  await prepareTurn(stage, player)
  const { server } = stage
  const before = await server.ask({})
  const start = performance.now()
  const result = await player.worker.ask({ task: 'turn' })
  const elapsed = performance.now() - start
  const after = await server.ask({})
  return { ...result, server: (after.cpu - before.cpu) / elapsed }
}

async function prepareTurn({ scenario, settings }, { worker }) {
  if (settings.collects && !scenario.isFresh) await worker.ask({ task: 'collect' })
}

/** The list, rotated to begin at another place. */
export function rotated(list, by) {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

/** In turns, too: V8 drops compiled code of a process that is idle for some seconds. */
async function warmUp(players, stage) {
  const { warmUpMilliseconds = WARM_UP_MILLISECONDS } = stage.scenario
  let left = players.length * Math.min(warmUpMilliseconds, stage.settings.longestWarmUp)
  for (let round = 0; round < WARM_UP_TURNS || left > 0; round++) {
    for (const player of rotated(players, round)) {
      await prepareTurn(stage, player)
      const { cpu } = await player.worker.ask({ task: 'turn' })
      left -= (cpu * stage.play.units) / 1e6
    }
  }
}
