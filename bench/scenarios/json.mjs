import { startClock } from '../play/clock.mjs'

const sizes = [
  { size: 64, shown: '64 B', units: 150_000 },
  { size: 1024, shown: '1 KiB', units: 40_000 },
]

/** Objects that arrive as JSON, parsed for one subscriber or for three. */
export const json = {
  name: 'json',
  title: 'Receiving JSON',
  unit: 'ns per message',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: [
    ...sizes.map((size) => jsonCase({ ...size, subscribers: 1, group: 'json' })),
    jsonCase({ ...sizes[0], subscribers: 3, group: 'json-shared' }),
  ],
  address: ({ kind, size, units }) => `/replay?kind=${kind}&size=${size}&frames=${units}`,

  async play({ open }, { url, units, subscribers, way }) {
    let left = 0
    let arrived
    const take = (message) => {
      if (--left === 0) arrived(message)
    }
    const connection = await openWith({ open, url, take, way, subscribers })
    return async () => {
      left = units * subscribers
      const last = new Promise((resolve) => (arrived = resolve))
      const stop = startClock()
      connection.send('go')
      const message = await last
      const result = stop(units)
      if (message.id !== 4711) throw new Error('Cannot compare: got another message')
      return result
    }
  },
}

function jsonCase({ size, shown, units, subscribers, group }) {
  const name = `${shown} objects, ${subscribers === 1 ? 'one subscriber' : 'three subscribers'}`
  return { name, group, kind: 'json', size, units, subscribers, isQuick: size === 64 }
}

async function openWith({ open, url, take, way, subscribers }) {
  if (way === undefined) return open(url, (text) => take(JSON.parse(text)))
  const connection = await open(url)
  const messages = connection.messages(way)
  for (let count = 0; count < subscribers; count++) messages.subscribe(take)
  return connection
}
