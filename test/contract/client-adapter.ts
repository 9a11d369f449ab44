import type { ChannelOptions, ConnectOptions } from '../../src/core/arguments/options.js'
import { RemotePeer } from '../peer/remote-peer.js'
import type { Adapter, AnyChannel, Client, PlatformWebSocket } from './adapter.js'
import { ContractBroken } from './assert.js'
import type { Missing } from './capability.js'
import { freshId } from './context.js'

/** A class of channels, as an entry exports it. */
interface ChannelClass {
  connect(url: string | URL, options?: ConnectOptions): AnyChannel
  /** Each takes its own type of sockets. Absent where none can be adopted. */
  from?(socket: never, options?: ChannelOptions): AnyChannel
}

/** The adapter of a client's side: it connects to the scripted peer. */
export function clientAdapter(
  name: string,
  how: {
    readonly Channel: ChannelClass
    /** The platform's class, which makes what `from` takes. */
    readonly WebSocket: PlatformWebSocket
    readonly peerUrl: string
    readonly missing: Missing
  },
): Adapter {
  const { Channel, WebSocket, peerUrl } = how
  const client: Client = {
    peerUrl,
    WebSocket,
    connect: (url, options) => Channel.connect(url, options),
    from(socket, options) {
      const channel = Channel.from?.(socket as never, options)
      if (channel === undefined) throw new ContractBroken('Expected the capability "adopting"')
      return channel
    },
  }
  return {
    name,
    client,
    missing: { serverCodes: 'this is the client', ...how.missing },
    start(script, options) {
      const id = freshId()
      const url = new URL(script, peerUrl.replace('http', 'ws'))
      url.searchParams.append('id', id)
      return Promise.resolve({
        channel: client.connect(url, options),
        peer: new RemotePeer(peerUrl, id),
      })
    },
  }
}
