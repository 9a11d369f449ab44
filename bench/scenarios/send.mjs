import { payload } from '../payload.mjs'
import { sendInBursts } from '../play/bursts.mjs'
import { startClock } from '../play/clock.mjs'

const small = [
  { size: 16, shown: '16 B' },
  { size: 64, shown: '64 B' },
  { size: 1024, shown: '1 KiB' },
]
const framesOfBurst = { 1: 8_000, 4: 10_000, 10: 15_000, 100: 30_000, 1000: 40_000 }
const quick = ['64 B text, bursts of 1', '64 B text, bursts of 100']

const cases = [
  ...small.flatMap(({ size, shown }) =>
    [1, 10, 100, 1000].map((burst) => sendCase({ kind: 'text', size, shown, burst })),
  ),
  ...[1, 100].map((burst) => sendCase({ kind: 'binary', size: 64, shown: '64 B', burst })),
  ...['text', 'binary'].flatMap((kind) =>
    [1, 4].map((burst) => sendCase({ kind, size: 65_536, shown: '64 KiB', burst })),
  ),
]

function sendCase({ kind, size, shown, burst }) {
  const name = `${shown} ${kind}, bursts of ${burst}`
  const units = size > 10_000 ? 600 : framesOfBurst[burst]
  return { name, group: 'send', kind, size, burst, units, isQuick: quick.includes(name) }
}

/** So many frames in each turn of the event loop, until the server has counted them all. */
export const send = {
  name: 'send',
  title: 'Sending',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  cases,
  address: ({ units }) => `/count?frames=${units}`,

  async play({ open }, { url, kind, size, burst, units }) {
    const data = payload({ kind, size })
    let counted
    const connection = await open(url, () => counted())
    return async () => {
      const all = new Promise((resolve) => (counted = resolve))
      const stop = startClock()
      sendInBursts(connection, { units, burst }, () => connection.send(data))
      await all
      return stop(units)
    }
  },
}
