import type { Proxy, Link } from '../adversary/proxy.js'
import type { Random } from '../adversary/random.js'

type Fault = (link: Link, random: Random) => void

const faults: readonly [Fault, ...Fault[]] = [
  (link) => link.end('reset'),
  (link) => link.end('fin'),
  (link, random) => link.toClient.cutAfter(link.toClient.passedBytes + random.below(500), 'reset'),
  (link, random) => link.toClient.cutAfter(link.toClient.passedBytes + random.below(500), 'fin'),
  (link, random) => link.toServer.cutAfter(link.toServer.passedBytes + random.below(500), 'reset'),
  (link, random) => holdUp(link.toClient, random.below(2_000)),
  (link, random) => holdUp(link.toServer, random.below(2_000)),
  (link, random) => {
    holdUp(link.toClient, 3_000)
    holdUp(link.toServer, random.below(3_000))
  },
  (link, random) => link.toClient.delay(random.below(50)),
  (link, random) => link.toServer.delay(random.below(50)),
  (link, random) => link.toClient.slice(1 + random.below(20)),
  (link, random) => link.toServer.slice(1 + random.below(20)),
]

/** Hurts one of the connections that were made last. */
export function hurtNow(proxy: Proxy, random: Random): void {
  const recent = proxy.links.slice(-20)
  const link = recent[random.below(Math.max(recent.length, 1))]
  if (link !== undefined) random.pick(faults)(link, random)
}

function holdUp(lane: Link['toClient'], milliseconds: number): void {
  lane.blackHole()
  setTimeout(() => lane.resume(), milliseconds).unref()
}
