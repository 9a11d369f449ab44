import { startClock } from '../play/clock.mjs'

/** Requests as JSON with answers, so many of them pending at any time. */
export const requests = {
  name: 'requests',
  title: 'Requests with answers',
  unit: 'ns per request',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  cases: [
    { name: '256 in flight', group: 'requests', inFlight: 256, units: 30_000, isQuick: true },
  ],
  // The server answers with the ids 1, 2, 3, ..., which are those of the requests.
  address: () => '/answers',

  async play({ open }, { url, inFlight, units, way }) {
    const request =
      way === undefined ? await requestByHand(open, url) : (await open(url)).requests()
    return async () => {
      let left = units
      const ask = async () => {
        while (left-- > 0) {
          const { result } = await request({ method: 'echo' })
          if (result !== 'done') throw new Error('Cannot compare: got another answer')
        }
      }
      const stop = startClock()
      await Promise.all(Array.from({ length: inFlight }, ask))
      return stop(units)
    }
  },
}

/** What an application without a library writes. */
async function requestByHand(open, url) {
  const pending = new Map()
  let lastId = 0
  const connection = await open(url, (text) => {
    const answer = JSON.parse(text)
    pending.get(answer.id)(answer)
    pending.delete(answer.id)
  })
  return (message) =>
    new Promise((resolve) => {
      const id = ++lastId
      pending.set(id, resolve)
      connection.send(JSON.stringify({ ...message, id }))
    })
}
