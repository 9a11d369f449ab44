import { settled } from '../play/settled.mjs'

// Opened together, so that neither side's backlog overflows.
const BATCH = 100

/** Idle open connections with one subscriber each, in a separate process. */
export const memory = {
  name: 'memory',
  title: 'Memory per idle open connection',
  unit: 'bytes',
  metrics: ['heap', 'rss'],
  comparison: 'more',
  isFresh: true,
  cases: [
    { name: 'idle and open', group: 'memory', units: 5_000, quickUnits: 1_000, isQuick: true },
  ],
  address: () => '/idle',

  async play({ open: openPlain }, { url, units, way }) {
    const open = way === undefined ? openPlain : (address) => openLayered(openPlain, address, way)
    // The first connections load and compile code, which is not memory of a connection.
    const early = await openMany(open, url, BATCH)
    await Promise.all(early.map((connection) => connection.close()))
    return async () => {
      const before = await settled()
      const connections = await openMany(open, url, units)
      const after = await settled()
      if (connections.length !== units) throw new Error('Cannot measure: some did not open')
      return {
        rss: (after.rss - before.rss) / units,
        heap: (after.heapUsed - before.heapUsed) / units,
      }
    }
  },
}

/** A connection with a layer around its channel, which is subscribed in place of the channel. */
async function openLayered(open, url, way) {
  const connection = await open(url)
  const layered = connection.layered(way)
  layered.subscribe(ignore)
  return layered
}

async function openMany(open, url, count) {
  const connections = []
  while (connections.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - connections.length) }, () =>
      open(url, ignore),
    )
    connections.push(...(await Promise.all(batch)))
  }
  return connections
}

function ignore() {
  // Nothing comes to an idle connection.
}
