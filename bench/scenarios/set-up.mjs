import { performance } from 'node:perf_hooks'
import { startClock } from '../play/clock.mjs'

/** Connections opened one after the other; wall time is from the call to open, CPU time includes closing. */
export const setUp = {
  name: 'set-up',
  title: 'Connection set-up',
  unit: 'ns per connection',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  // Some four thousand connections: V8 compiles what each of them runs once or twice as late as that.
  warmUpMilliseconds: 4_000,
  cases: [
    {
      name: 'one after the other',
      group: 'set-up',
      kind: 'text',
      size: 0,
      units: 150,
      isQuick: true,
    },
  ],
  address: () => '/idle',

  async play({ open }, { url, units }) {
    return async () => {
      let opening = 0
      const stop = startClock()
      for (let made = 0; made < units; made++) {
        const start = performance.now()
        const connection = await open(url, ignore)
        opening += performance.now() - start
        await connection.close()
      }
      return { cpu: stop(units).cpu, wall: (opening * 1e6) / units }
    }
  },
}

function ignore() {
  // Nothing comes.
}
