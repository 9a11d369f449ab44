import type { ConnectOptions } from '../../src/core/arguments/options.js'
import type { reconnecting } from '../../src/layers/reconnecting/reconnecting.js'
import type { Adapter, Client, Link } from './adapter.js'

/** What an entry exports of this layer. */
export interface ReconnectingOfEntry {
  readonly reconnecting: typeof reconnecting
}

/**
 * An adapter whose channels are reconnecting ones over those of another adapter, which end as their first connection ends: the
 * contract is about one connection.
 */
export function reconnectingAdapter(adapter: Adapter, entry: ReconnectingOfEntry): Adapter {
  return {
    name: `${adapter.name}, reconnecting`,
    missing: {
      ...adapter.missing,
      adopting: 'it takes functions that open channels',
      checking: 'the opener is called later',
      typeErrors: 'what cannot be sent is known when there is a connection',
    },
    ...(adapter.stop && { stop: () => adapter.stop?.() ?? Promise.resolve() }),
    ...(adapter.client && { client: reconnectingClient(adapter.client, entry) }),
    async start(script, options) {
      const { own, whole } = split(options)
      const start = (startOptions: ConnectOptions) => adapter.start(script, startOptions)
      let link: Promise<Link> | undefined
      const open = () => (link = start(own)).then(({ channel }) => channel)
      const channel = entry.reconnecting(open, whole)
      // The opener is called in a microtask, and never if the signal was aborted before.
      await Promise.resolve()
      const { peer } = await (link ?? start({ ...own, signal: options.signal }))
      if (adapter.missing.opening) await channel.ready
      return { channel, peer }
    },
  }
}

function reconnectingClient(client: Client, entry: ReconnectingOfEntry): Client {
  return {
    ...client,
    connect(url, options = {}) {
      const { own, whole } = split(options)
      return entry.reconnecting(() => client.connect(url, own), whole)
    },
  }
}

/** The options of the connection, and those of the channel as a whole. */
function split(options: ConnectOptions) {
  const { signal, closeTimeout, highWaterMark, maxHeldBytes, unobserved, ...own } = options
  const shouldReconnect = () => false
  const whole = { signal, closeTimeout, highWaterMark, maxHeldBytes, unobserved, shouldReconnect }
  return { own, whole }
}
