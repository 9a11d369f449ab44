import { payload } from '../payload.mjs'
import { sendInBursts } from '../play/bursts.mjs'
import { startClock } from '../play/clock.mjs'
import { send } from './send.mjs'

const SMALLEST = 16
const LARGEST = 64

/** Small `Uint8Array`s, each made just before it is sent, against text of the same sizes. */
export const fresh = {
  name: 'fresh',
  title: 'Sending arrays made for each frame',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  cases: [
    {
      name: `${SMALLEST} to ${LARGEST} B, bursts of 100`,
      group: 'fresh',
      burst: 100,
      units: 60_000,
      isQuick: true,
    },
  ],
  address: send.address,

  async play({ open }, { url, burst, units, way }) {
    let counted
    const connection = await open(url, () => counted())
    const sendOne = senderOf(connection, way)
    return async () => {
      const all = new Promise((resolve) => (counted = resolve))
      const stop = startClock()
      sendInBursts(connection, { units, burst }, sendOne)
      await all
      return stop(units)
    }
  },
}

function senderOf(connection, way) {
  const count = LARGEST - SMALLEST + 1
  if (way === 'fresh') {
    return (index) => {
      const data = new Uint8Array(SMALLEST + (index % count))
      data[0] = index
      connection.send(data)
    }
  }
  const texts = Array.from({ length: count }, (_, more) =>
    payload({ kind: 'text', size: SMALLEST + more }),
  )
  return (index) => connection.send(texts[index % count])
}
