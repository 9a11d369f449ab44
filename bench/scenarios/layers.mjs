import { sendInBursts } from '../play/bursts.mjs'
import { startClock } from '../play/clock.mjs'
import { payload } from '../payload.mjs'

const SIZE = 64
const KIND = 'text'

/** Layers that leave frames as they are: what they cost for each frame, on its way in and out. */
export const layers = {
  name: 'layers',
  title: 'Layers around a channel',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: [
    { name: '64 B text, receiving', group: 'layers', units: 300_000, isQuick: true },
    { name: '64 B text, bursts of 1', group: 'layers', burst: 1, units: 8_000, isQuick: true },
    { name: '64 B text, bursts of 100', group: 'layers', burst: 100, units: 30_000, isQuick: true },
  ],
  address: ({ burst, units }) =>
    burst === undefined
      ? `/replay?kind=${KIND}&size=${SIZE}&frames=${units}`
      : `/count?frames=${units}`,

  async play({ open }, { url, burst, units, way }) {
    let left = 0
    let arrived
    const onFrame = () => {
      if (--left === 0) arrived()
    }
    const connection = await openWith({ open, url, onFrame, way })
    const data = payload({ kind: KIND, size: SIZE })
    return async () => {
      left = burst === undefined ? units : 1
      const last = new Promise((resolve) => (arrived = resolve))
      const stop = startClock()
      if (burst === undefined) connection.send('go')
      else sendInBursts(connection, { units, burst }, () => connection.send(data))
      await last
      return stop(units)
    }
  },
}

async function openWith({ open, url, onFrame, way }) {
  if (way === undefined) return open(url, onFrame)
  const connection = (await open(url)).layered(way)
  connection.subscribe(onFrame)
  return connection
}
