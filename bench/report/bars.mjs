import { nameBefore } from '../contestants.mjs'
import { compare, noise } from './compare.mjs'
import { metricTitles, shownComparison } from './units.mjs'

const KIB = 1024
const SHARED = './node, sharedFrames: true'
const SLOW = './node, fastPath: false'

// By CPU time: wall time includes waiting for the server.
const ratio = { contestant: 'channel', metric: 'cpu', comparison: 'ratio' }
const memory = { scenario: 'memory', case: 'idle and open', metric: 'heap', comparison: 'more' }
const times = { ...ratio, comparison: 'times' }

/** The figures that the library has to reach. */
export const bars = [
  receive('16 B text', 3.3),
  receive('64 B text', 2.6),
  receive('1 KiB text', 1.45),
  receive('64 KiB text', 1),
  receive('64 B binary', 2.2),
  receive('1 KiB binary', 1.2),
  receive('64 KiB binary', 1),
  { ...receive('64 B binary', 2.2), contestant: SHARED },
  { ...receive('1 KiB binary', 2.2), contestant: SHARED },

  iterate('64 B text', 1.3),
  iterate('64 B text, a loop for each turn', 1.3),
  iterate('1 KiB text', 1.2),
  iterate('1 KiB text, a loop for each turn', 1.2),
  held('64 B text, 20,000 frames', 0.8),

  json('64 B objects, one subscriber', { limit: 1 }),
  json('64 B objects, one subscriber', { contestant: 'channel, json(), beside map', limit: 0.95 }),
  json('1 KiB objects, one subscriber', { limit: 1 }),
  json('1 KiB objects, one subscriber', { contestant: 'channel, json(), beside map', limit: 0.95 }),
  json('64 B objects, three subscribers', { limit: 2 }),
  {
    ...ratio,
    scenario: 'requests',
    case: '256 in flight',
    contestant: 'channel, requests()',
    limit: 2,
  },

  ...['64 B text, receiving', '64 B text, bursts of 1', '64 B text, bursts of 100'].flatMap(
    (name) => [layer(name, 'channel, heartbeat()'), layer(name, 'channel, reconnecting()')],
  ),

  send('16 B text, bursts of 1', 1),
  send('16 B text, bursts of 10', 3),
  send('16 B text, bursts of 100', 8),
  send('16 B text, bursts of 1000', 8),
  send('64 B text, bursts of 1', 1),
  send('64 B text, bursts of 10', 4.8),
  send('64 B text, bursts of 100', 14),
  send('64 B text, bursts of 1000', 24),
  send('1 KiB text, bursts of 1', 1),
  send('1 KiB text, bursts of 100', 10),
  send('64 KiB text, bursts of 4', 3),
  send('64 KiB binary, bursts of 4', 3),
  {
    ...times,
    scenario: 'add-stream',
    case: '64 B text, a generator',
    contestant: 'channel, addStream',
    limit: 2,
  },
  {
    ...times,
    scenario: 'fresh',
    case: '16 to 64 B, bursts of 100',
    contestant: 'channel, fresh arrays',
    limit: 1.15,
  },
  fanOut('100 B text'),
  fanOut('100 B binary'),
  fanOut('4 kB text'),
  fanOut('4 kB binary'),

  broadcast('64 B text to 1000 clients, 1 in a tick', 1),
  broadcast('4 KiB text to 1000 clients, 1 in a tick', 1.25),
  broadcast('64 B text to 1000 clients, 10 in a tick', 5),
  broadcast('4 KiB text to 1000 clients, 10 in a tick', 5),
  {
    ...ratio,
    scenario: 'server',
    case: '64 B text, echo, 100 clients with 64 in flight',
    limit: 2.5,
  },
  { ...times, scenario: 'server', case: '1,000 connections accepted and closed', limit: 1.35 },
  {
    ...memory,
    scenario: 'server-memory',
    case: 'accepted and idle',
    contestant: 'channel',
    limit: 2.5 * KIB,
  },

  latency('64 B text, 1 in flight', 'p50'),
  latency('64 B text, 1 in flight', 'p99'),
  latency('1 KiB text, 1 in flight', 'p50'),
  latency('1 KiB text, 1 in flight', 'p99'),
  { ...ratio, scenario: 'echo', case: '64 B text, 256 in flight', limit: 9.5 },
  { ...ratio, scenario: 'echo', case: '64 B text, 256 in flight', metric: 'wall', limit: 5.2 },

  // By wall time, which is that of opening; the CPU time includes closing.
  { ...ratio, scenario: 'set-up', case: 'one after the other', metric: 'wall', limit: 0.95 },
  { ...ratio, scenario: 'cold', case: 'the first 800, 32 at once', limit: 0.85 },
  { ...memory, contestant: 'channel', limit: 2 * KIB },
  { ...memory, contestant: 'channel, json()', limit: 1.5 * KIB },
  { ...memory, contestant: 'channel, requests()', limit: 1.5 * KIB },
  { ...memory, contestant: 'channel, heartbeat()', limit: 1.5 * KIB },
  { ...memory, contestant: 'channel, reconnecting()', limit: 1.5 * KIB },
  {
    scenario: 'chromium',
    case: '64 B text, without a network',
    contestant: 'BrowserWebSocketChannel',
    metric: 'cpu',
    comparison: 'more',
    limit: 300,
  },
]

function receive(name, limit) {
  return { ...ratio, scenario: 'receive', case: name, limit }
}

function iterate(name, limit) {
  return { ...ratio, scenario: 'iterate', case: name, limit }
}

function held(name, limit) {
  return { ...ratio, scenario: 'held', case: name, contestant: 'channel, held', limit }
}

function json(name, bar) {
  return { ...ratio, scenario: 'json', case: name, contestant: 'channel, json()', ...bar }
}

function layer(name, contestant) {
  return { ...ratio, scenario: 'layers', case: name, contestant, limit: 0.9 }
}

function send(name, limit) {
  return { ...ratio, scenario: 'send', case: name, limit }
}

function fanOut(name) {
  return { ...ratio, scenario: 'fan-out', case: name, limit: 1 }
}

function broadcast(name, limit) {
  return { ...ratio, scenario: 'server', case: name, contestant: 'channel, broadcast', limit }
}

function latency(name, metric) {
  return { ...times, scenario: 'echo', case: name, metric, limit: 1.03 }
}

/** The cells that identify a bar: its case, contestant and figure. */
export function barKey({ scenario, case: name, contestant, metric, comparison }) {
  return [`${scenario}: ${name}`, contestant, `${metricTitles[metric]}, ${comparison}`]
}

/** The limit of a bar in words, as `≥ 1.00`. */
export function barLimit(bar) {
  return `${bar.comparison === 'ratio' ? '≥' : '≤'} ${shownComparison(bar.limit, bar)}`
}

/** The scenarios in which every case has a bar for a channel without the fast path, and for one with it. */
const throughput = ['receive', 'send', 'echo']
const LEAST = 0.97

/**
 * The bars that the list does not name: one for each case that has none there, and one for each case without the fast path.
 * Bursts have none without the fast path: the bar of bursts is that of the channel with it.
 */
function generalBars(results) {
  return results.flatMap(({ scenario, cases }) =>
    cases.flatMap(({ name }) => generalBarsOf(scenario, name)),
  )
}

function generalBarsOf(scenario, name) {
  const least = { ...ratio, scenario, case: name, limit: LEAST, isGeneral: true }
  if (scenario === 'set-up') return [{ ...least, contestant: SLOW, metric: 'wall' }]
  if (!throughput.includes(scenario)) return []
  const slow = /bursts of (?!1$)/.test(name) ? [] : [{ ...least, contestant: SLOW }]
  const hasOwn = bars.some((bar) => bar.scenario === scenario && bar.case === name)
  return hasOwn ? slow : [least, ...slow]
}

/** Whether the list has a bar for a case, and for a contestant if one is named. */
export function hasBar({ scenario, case: name, contestant }) {
  return bars.some((bar) => {
    const isSame = bar.scenario === scenario && bar.case === name
    const names = [bar.contestant, nameBefore(bar.contestant)]
    return isSame && (contestant === undefined || names.includes(contestant))
  })
}

/** Each bar whose case was measured, with the figure found. */
export function judge(results) {
  return [...bars, ...generalBars(results)].flatMap((bar) => {
    const { cases = [] } = results.find(({ scenario }) => scenario === bar.scenario) ?? {}
    const measured = cases.find(({ name }) => name === bar.case)
    const found = measured && compare(measured, bar)
    if (!found) return []
    const before = compare(measured, { ...bar, contestant: nameBefore(bar.contestant) })
    return [{ ...verdict(bar, found, noise(measured, bar)), before }]
  })
}

function verdict(bar, found, noise) {
  const atLeast = bar.comparison === 'ratio'
  const isMet = atLeast ? found.value >= bar.limit : found.value <= bar.limit
  const distance = Math.abs(found.value - bar.limit)
  const margin = bar.comparison === 'more' ? noise : noise * bar.limit
  return {
    ...bar,
    found,
    verdict: (isMet ? 'met' : 'not met') + (distance <= margin ? ', within the noise' : ''),
  }
}
