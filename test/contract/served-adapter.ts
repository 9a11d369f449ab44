import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveChannels } from '../../src/server.js'
import { RemotePeer } from '../peer/remote-peer.js'
import type { Adapter, AnyChannel } from './adapter.js'
import { channelOptions } from './channel-options.js'
import { freshId } from './context.js'
import { missingOnServer } from './missing.js'

/** The adapter of `serveChannels`: each case has a server with its options, on a path that only it uses. */
export async function servedAdapter(name: string, peerUrl: string): Promise<Adapter> {
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    name,
    missing: {
      ...missingOnServer,
      opening: 'a server gets its sockets open',
      clientCodes: 'this is the server',
      signal: 'all channels of a server are closed by its `close`',
    },
    async start(script, options) {
      const path = `/${freshId()}`
      const { signal, ...taken } = channelOptions(options)
      if (signal) throw new TypeError('A case with a signal requires that capability')
      const server = serveChannels(http, { path, ...taken })
      const peer = new RemotePeer(peerUrl, path.slice(1))
      const accepted = new Promise<AnyChannel>((resolve) => {
        server.connections.subscribe(resolve)
      })
      const dialled = peer.dial(`ws://127.0.0.1:${port}${path}`, script)
      // The case goes on as soon as the channel is there, before the peer's first frames.
      return { channel: await Promise.race([accepted, dialled.then(() => accepted)]), peer }
    },
    async stop() {
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
