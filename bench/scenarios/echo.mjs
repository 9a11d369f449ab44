import { performance } from 'node:perf_hooks'
import { payload } from '../payload.mjs'
import { startClock } from '../play/clock.mjs'

/** Each frame is answered with one; so many are on their way at any time. */
export const echo = {
  name: 'echo',
  title: 'Echo',
  unit: 'ns per round trip',
  metrics: ['wall', 'cpu', 'p50', 'p99'],
  comparison: 'ratio',
  cases: [
    echoCase({ inFlight: 1, size: 64, shown: '64 B', units: 5_000, isQuick: true }),
    echoCase({ inFlight: 1, size: 1024, shown: '1 KiB', units: 5_000, isQuick: false }),
    echoCase({ inFlight: 256, size: 64, shown: '64 B', units: 30_000, isQuick: true }),
  ],
  address: ({ kind, size }) => `/echo?kind=${kind}&size=${size}`,

  async play({ open }, { url, kind, size, inFlight, units }) {
    const data = payload({ kind, size })
    const trips = new RoundTrips(units, inFlight)
    const connection = await open(url, () => trips.back(connection, data))
    return async () => {
      const stop = startClock()
      await trips.run(connection, data)
      return { ...stop(units), ...trips.percentiles() }
    }
  },
}

function echoCase({ inFlight, size, shown, units, isQuick }) {
  const name = `${shown} text, ${inFlight} in flight`
  return { name, group: 'echo', kind: 'text', size, inFlight, units, isQuick }
}

class RoundTrips {
  #inFlight
  #took
  #sentAt
  #sent = 0
  #returned = 0
  #finish

  constructor(units, inFlight) {
    this.#inFlight = inFlight
    this.#took = new Float64Array(units)
    this.#sentAt = new Float64Array(units)
  }

  run(connection, data) {
    this.#sent = this.#returned = 0
    const finished = new Promise((resolve) => (this.#finish = resolve))
    while (this.#sent < this.#inFlight) this.#send(connection, data)
    return finished
  }

  back(connection, data) {
    const at = this.#returned++
    this.#took[at] = performance.now() - this.#sentAt[at]
    if (this.#sent < this.#took.length) this.#send(connection, data)
    else if (this.#returned === this.#took.length) this.#finish()
  }

  percentiles() {
    const sorted = this.#took.toSorted()
    const at = (share) => sorted[Math.floor((sorted.length - 1) * share)] * 1e6
    return { p50: at(0.5), p99: at(0.99) }
  }

  #send(connection, data) {
    this.#sentAt[this.#sent++] = performance.now()
    connection.send(data)
  }
}
