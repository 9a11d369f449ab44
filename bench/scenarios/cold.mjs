import { startClock } from '../play/clock.mjs'

const AT_ONCE = 32

/** The first connections of a process, which has compiled nothing yet. They stay open: closing is not measured. */
export const cold = {
  name: 'cold',
  title: 'Connection set-up in a cold process',
  unit: 'ns per connection',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  isFresh: true,
  cases: [{ name: `the first 800, ${AT_ONCE} at once`, group: 'cold', units: 800, isQuick: true }],
  address: () => '/idle',

  play({ open }, { url, units }) {
    return async () => {
      let left = units
      const openOneByOne = async () => {
        while (left-- > 0) await open(url, ignore)
      }
      const stop = startClock()
      await Promise.all(Array.from({ length: AT_ONCE }, openOneByOne))
      return stop(units)
    }
  },
}

function ignore() {
  // The server sends nothing.
}
