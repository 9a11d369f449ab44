import { payload } from '../payload.mjs'
import { sendInBursts } from '../play/bursts.mjs'
import { startClock } from '../play/clock.mjs'
import { send } from './send.mjs'

/** `addStream` of a generator, against `add` in bursts of 100. */
export const addStream = {
  name: 'add-stream',
  title: 'Sending with addStream',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  cases: [
    {
      name: '64 B text, a generator',
      group: 'add-stream',
      kind: 'text',
      size: 64,
      burst: 100,
      units: 60_000,
      isQuick: true,
    },
  ],
  address: send.address,

  async play({ open }, { url, kind, size, burst, units, way }) {
    const data = payload({ kind, size })
    let counted
    const connection = await open(url, () => counted())
    const sendAll = () => {
      if (way === 'addStream') return connection.addStream(repeat(data, units))
      return sendInBursts(connection, { units, burst }, () => connection.send(data))
    }
    return async () => {
      const all = new Promise((resolve) => (counted = resolve))
      const stop = startClock()
      await sendAll()
      await all
      return stop(units)
    }
  },
}

function* repeat(data, times) {
  for (let time = 0; time < times; time++) yield data
}
