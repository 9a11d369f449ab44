import { compare, noise } from './compare.mjs'
import { shownComparison } from './units.mjs'

// By CPU time: the wall time of a frame is that of a waiting process, too.
const ratio = { metric: 'cpu', comparison: 'ratio' }
const others = { cpu: 'wall', wall: 'cpu', heap: 'rss' }
const KIB = 1024

/** What the library wants to reach. */
const bars = [
  ...receive(3, '16 B text', '64 B text'),
  ...receive(1.5, '1 KiB text'),
  ...receive(1.8, '64 B binary'),
  ...receive(1.3, '1 KiB binary'),
  ...receive(1, '64 KiB text', '64 KiB binary'),
  ...shared(2, '64 B binary'),
  ...shared(1.5, '1 KiB binary'),
  ...send(1, '16 B text, bursts of 1', '64 B text, bursts of 1', '1 KiB text, bursts of 1'),
  ...send(3, '16 B text, bursts of 10', '64 B text, bursts of 10'),
  ...send(8, '16 B text, bursts of 100', '64 B text, bursts of 100'),
  ...send(8, '16 B text, bursts of 1000', '64 B text, bursts of 1000'),
  ...send(6, '1 KiB text, bursts of 100'),
  ...send(3, '64 KiB text, bursts of 4', '64 KiB binary, bursts of 4'),
  ...echo('p50', '64 B text, 1 in flight', '1 KiB text, 1 in flight'),
  ...echo('p99', '64 B text, 1 in flight', '1 KiB text, 1 in flight'),
  {
    scenario: 'echo',
    case: '64 B text, 256 in flight',
    contestant: 'channel',
    ...ratio,
    limit: 3.5,
  },
  setUp('channel', 0.95),
  memory('channel'),
  {
    scenario: 'chromium',
    case: '64 B text, without a network',
    contestant: 'BrowserWebSocketChannel',
    metric: 'cpu',
    comparison: 'more',
    limit: 300,
  },
]

function receive(limit, ...names) {
  return all({ scenario: 'receive', contestant: 'channel', ...ratio, limit }, names)
}

function shared(limit, ...names) {
  const contestant = './node, sharedFrames: true'
  return all({ scenario: 'receive', contestant, ...ratio, limit }, names)
}

function send(limit, ...names) {
  return all({ scenario: 'send', contestant: 'channel', ...ratio, limit }, names)
}

function echo(metric, ...names) {
  const latency = { metric, comparison: 'times', limit: 1.03 }
  return all({ scenario: 'echo', contestant: 'channel', ...latency }, names)
}

// By wall time: that is from the call to open, while the CPU time is that of closing, too.
function setUp(contestant, limit) {
  const wall = { metric: 'wall', comparison: 'ratio', limit }
  return { scenario: 'set-up', case: 'one after the other', contestant, ...wall }
}

function memory(contestant) {
  const more = { metric: 'heap', comparison: 'more', limit: 2 * KIB }
  return { scenario: 'memory', case: 'idle and open', contestant, ...more }
}

function all(bar, names) {
  return names.map((name) => ({ ...bar, case: name }))
}

// Without the fast path every frame goes through `ws`, and only what the channel adds may be lost.
function withoutFastPath(results) {
  const plain = { contestant: './node, fastPath: false', ...ratio, limit: 0.97 }
  const setsUp = results.some(({ scenario }) => scenario === 'set-up')
  const throughput = results.flatMap(({ scenario, cases }) => {
    if (!['receive', 'send', 'echo'].includes(scenario)) return []
    const names = cases.map(({ name }) => name).filter((name) => !/bursts of (4|10)/.test(name))
    return all({ ...plain, scenario }, names)
  })
  return setsUp ? [...throughput, setUp(plain.contestant, plain.limit)] : throughput
}

/** Each bar whose case was measured, with what was found. */
export function judge(results) {
  return [...bars, ...withoutFastPath(results)].flatMap((bar) => {
    const { cases = [] } = results.find(({ scenario }) => scenario === bar.scenario) ?? {}
    const measured = cases.find(({ name }) => name === bar.case)
    const found = measured && compare(measured, bar)
    if (!found) return []
    return [{ ...verdict(bar, found, noise(measured, bar)), beside: beside(measured, bar) }]
  })
}

/** What the case's other figure says, where it has one that compares alike. */
function beside(measured, bar) {
  const metric = others[bar.metric]
  return metric && { metric, found: compare(measured, { ...bar, metric }) }
}

function verdict(bar, found, noise) {
  const atLeast = bar.comparison === 'ratio'
  const isMet = atLeast ? found.median >= bar.limit : found.median <= bar.limit
  const distance = Math.abs(found.median - bar.limit)
  const margin = bar.comparison === 'more' ? noise : noise * bar.limit
  return {
    ...bar,
    wanted: `${atLeast ? '≥' : '≤'} ${shownComparison(bar.limit, bar)}`,
    found,
    verdict: (isMet ? 'met' : 'not met') + (distance <= margin ? ', within the noise' : ''),
  }
}
