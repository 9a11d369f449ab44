import { Crowd } from '../play/crowd.mjs'
import { settled } from '../play/settled.mjs'

const EARLY = 100

/** Idle connections that a server has accepted. */
export const serverMemory = {
  name: 'server-memory',
  title: 'Memory of a server per idle connection',
  unit: 'bytes',
  metrics: ['heap', 'rss'],
  comparison: 'more',
  isFresh: true,
  cases: [
    {
      name: 'accepted and idle',
      group: 'server-memory',
      units: 5_000,
      quickUnits: 1_000,
      isQuick: true,
    },
  ],
  address: () => '/crowd',

  async play({ serve }, { url, units }) {
    const server = await serve()
    // The first connections load and compile code, which is not memory of a connection.
    await Crowd.gather(url, server, { clients: EARLY })
    return async () => {
      const before = await settled()
      await Crowd.gather(url, server, { clients: units })
      const after = await settled()
      if (server.connections.size !== units + EARLY) {
        throw new Error('Cannot measure: some did not open')
      }
      return {
        rss: (after.rss - before.rss) / units,
        heap: (after.heapUsed - before.heapUsed) / units,
      }
    }
  },
}
