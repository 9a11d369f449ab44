import { payload } from '../payload.mjs'
import { startClock } from '../play/clock.mjs'
import { Crowd } from '../play/crowd.mjs'

const CLIENTS = 1_000
const ECHOING = { clients: 100, inFlight: 64 }
const VISITORS = { clients: 1_000, atOnce: 50 }
const sizes = [
  { size: 64, shown: '64 B' },
  { size: 4_096, shown: '4 KiB' },
]

/** A server process, whose clients are in the process of the benchmark's server. CPU time is that of the server. */
export const server = {
  name: 'server',
  title: 'A server',
  unit: 'ns per message and client, per echo, or per connection',
  metrics: ['cpu', 'wall'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: [
    ...[1, 10].flatMap((messages) => sizes.map((each) => broadcastCase({ messages, ...each }))),
    {
      name: `64 B text, echo, ${ECHOING.clients} clients with ${ECHOING.inFlight} in flight`,
      group: 'server-echo',
      role: 'echoing',
      kind: 'text',
      size: 64,
      units: 64_000,
      isQuick: true,
      ...ECHOING,
    },
    {
      name: '1,000 connections accepted and closed',
      group: 'server-accept',
      role: 'visitors',
      units: VISITORS.clients,
      isQuick: true,
      ...VISITORS,
    },
  ],
  address: ({ role }) => `/${role}`,

  play: ({ serve }, input) => plays[input.role](serve, input),
}

function broadcastCase({ messages, size, shown }) {
  return {
    name: `${shown} text to ${CLIENTS} clients, ${messages} in a tick`,
    group: 'server-broadcast',
    role: 'crowd',
    kind: 'text',
    size,
    messages,
    clients: CLIENTS,
    units: (messages === 1 ? 40 : 100) * CLIENTS,
    isQuick: messages === 1 || size === 64,
  }
}

const plays = {
  /** Messages to all clients in one tick; the next tick follows when all clients have received them. */
  async crowd(serve, { url, kind, size, messages, clients, units }) {
    const data = payload({ kind, size })
    const { toAll, ...server } = await serve()
    const crowd = await Crowd.gather(url, server, { clients, messages })
    return async () => {
      const stop = startClock()
      for (let sent = 0; sent < units; sent += clients * messages) {
        const received = crowd.report()
        for (let message = 0; message < messages; message++) toAll(data)
        await received
      }
      return stop(units)
    }
  },

  /** Each client keeps some messages on their way, and the server sends each one back. */
  async echoing(serve, { url, kind, size, clients, inFlight, units }) {
    const server = await serve({ echoes: true })
    const crowd = await Crowd.gather(url, server, { clients, inFlight, kind, size, units })
    return () => crowd.act(units)
  },

  /** Clients that connect, close and go, some at once. */
  async visitors(serve, { url, clients, atOnce, units }) {
    const server = await serve({ keepAlive: false })
    const crowd = await Crowd.gather(url, server, { clients, atOnce })
    return () => crowd.act(units)
  },
}
