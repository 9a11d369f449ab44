import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ChannelOptions } from '../../src/core/arguments/options.js'
import { RemotePeer } from '../peer/remote-peer.js'
import type { Adapter, AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'
import { channelOptions } from './channel-options.js'
import { freshId } from './context.js'

/** The adapter of a server's side: a raw client connects to it and plays the script. */
export async function serverAdapter(
  name: string,
  how: {
    readonly peerUrl: string
    readonly missing: Missing
    readonly Channel: { from(socket: WebSocket, options: ChannelOptions): AnyChannel }
  },
): Promise<Adapter> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    name,
    missing: {
      opening: 'a server gets its sockets open',
      clientCodes: 'this is the server',
      ...how.missing,
    },
    async start(script, options) {
      const id = freshId()
      const peer = new RemotePeer(how.peerUrl, id)
      const accepted = accept(server, {
        id,
        make: (socket) => how.Channel.from(socket, channelOptions(options)),
      })
      const dialled = peer.dial(`ws://127.0.0.1:${port}/${id}`, script)
      // The case goes on as soon as the channel is there, before the peer's first frames.
      return { channel: await Promise.race([accepted, dialled.then(() => accepted)]), peer }
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function accept(
  server: WebSocketServer,
  { id, make }: { readonly id: string; readonly make: (socket: WebSocket) => AnyChannel },
): Promise<AnyChannel> {
  return await new Promise((resolve) => {
    const take = (socket: WebSocket, request: IncomingMessage) => {
      if (request.url !== `/${id}`) return
      server.off('connection', take)
      resolve(make(socket))
    }
    server.on('connection', take)
  })
}
