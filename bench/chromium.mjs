import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium as playwright } from 'playwright-core'
import { nameBefore } from './contestants.mjs'
import { rotated } from './rounds.mjs'
import { Worker } from './worker.mjs'

const CHANNEL = 'BrowserWebSocketChannel'
const names = ['onmessage', 'onmessage, again', CHANNEL, 'rxjs/webSocket']
const executables = ['chromium', 'chromium-browser', 'google-chrome']
const here = fileURLToPath(new URL('.', import.meta.url))
const WARM_UP_TURNS = 2
const PAUSE_MILLISECONDS = 20

/** Receiving in a real browser: every contestant has its own page and its own renderer process. */
export const chromium = {
  name: 'chromium',
  title: 'Receiving in Chromium',
  unit: 'ns per frame; CPU time is that of the main thread of the page',
  metrics: ['wall', 'cpu'],
  comparison: 'more',
  cases: [
    { name: '64 B text', play: 'network', kind: 'text', size: 64, units: 12_000 },
    { name: '1 KiB binary', play: 'network', kind: 'binary', size: 1024, units: 8_000 },
    dispatchedCase({ kind: 'text', size: 64, shown: '64 B', isQuick: true }),
    dispatchedCase({ kind: 'binary', size: 64, shown: '64 B', isQuick: false }),
  ],

  async measure(settings) {
    const executablePath = findChromium()
    if (!executablePath) return []
    const server = new Worker('server.mjs', { core: 0 })
    const { port } = await server.ask()
    const browser = await playwright.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const taking = await contestantsOf(settings)
      const cases = []
      for (const known of settings.casesOf(chromium)) {
        const { kind, size, units } = known
        const url = `ws://127.0.0.1:${port}/replay?kind=${kind}&size=${size}&frames=${units}`
        cases.push(await measureCase({ browser, taking, url, known, settings }))
        settings.onCase(cases.at(-1))
      }
      return cases
    } finally {
      await browser.close()
      await server.stop()
    }
  },
}

function dispatchedCase({ kind, size, shown, isQuick }) {
  const name = `${shown} ${kind}, without a network`
  return { name, play: 'dispatched', kind, size, units: 100_000, isQuick }
}

/** Each contestant with the script of its page. */
async function contestantsOf({ builds }) {
  const script = await bundlePage(builds.BENCH_DIST)
  const list = names.map((name) => ({ name, player: name, script }))
  if (!builds.BENCH_BASELINE) return list
  const scriptBefore = await bundlePage(builds.BENCH_BASELINE)
  return [...list, { name: nameBefore(CHANNEL), player: CHANNEL, script: scriptBefore }]
}

async function measureCase(stage) {
  const { settings, known, taking } = stage
  const samples = new Map(taking.map(({ name }) => [name, []]))
  for (let launch = 0; launch < settings.launches; launch++) {
    const players = []
    for (const contestant of taking) players.push(await openPage(stage, contestant))
    for (const player of players) {
      for (let turn = 0; turn < WARM_UP_TURNS; turn++) await takeTurn(stage, player)
    }
    for (let round = 0; round < settings.roundsOf(chromium); round++) {
      for (const player of rotated(players, round)) {
        samples.get(player.name).push(await takeTurn(stage, player))
      }
    }
    for (const { context } of players) await context.close()
  }
  const contestants = taking.map(({ name }) => ({
    name,
    reference: 'onmessage',
    samples: samples.get(name),
  }))
  return { name: known.name, contestants }
}

async function openPage({ browser, url }, { name, player, script }) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.addScriptTag({ content: script })
  await page.evaluate((input) => globalThis.play.prepare(input), { contestant: player, url })
  return { name, context, page, session }
}

async function takeTurn({ settings, known }, { page, session }) {
  const { play, kind, size, units } = known
  if (settings.collects) await collectGarbage(session)
  const before = await mainThread(session)
  const wall = await page.evaluate(playTurn, { play, kind, size, units })
  const after = await mainThread(session)
  return { wall, cpu: ((after - before) * 1e9) / units }
}

async function collectGarbage(session) {
  await session.send('HeapProfiler.collectGarbage')
  await sleep(PAUSE_MILLISECONDS)
}

// Runs in the page.
function playTurn({ play, ...input }) {
  return globalThis.play[play](input)
}

/** Seconds of CPU time that the main thread of a page has used. */
async function mainThread(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration').value
}

async function bundlePage(dist) {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'chromium-page.mjs')],
    alias: { 'web-socket-channel-built/browser': join(dist, 'browser.js') },
    bundle: true,
    format: 'iife',
    logLevel: 'error',
    platform: 'browser',
    write: false,
  })
  return outputFiles[0].text
}

function findChromium() {
  const candidates = [process.env.CHROME_PATH, ...executables].filter(Boolean)
  return candidates.map((name) => spawnSync('which', [name]).stdout.toString().trim()).find(Boolean)
}
