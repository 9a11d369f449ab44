import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import * as errors from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { clientAdapter } from './client-adapter.js'
import { codecAndRequests } from './frame-layers.js'
import { jsonFrames, missingWithJson } from './json-frames.js'
import { missingInMemory, missingOnWs } from './missing.js'
import { overLayer } from './over-layer.js'
import { pairAdapter } from './pair-adapter.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const adapter = clientAdapter('NodeWebSocketChannel', {
  Channel: NodeWebSocketChannel,
  WebSocket,
  peerUrl,
  missing: missingOnWs,
})

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
await once(server, 'listening')
const { port } = server.address() as AddressInfo
const withJson = pairAdapter('NodeWebSocketChannel, with json on both sides', {
  missing: {
    ...missingInMemory,
    ...missingWithJson,
    serverCodes: 'this is the client',
    ownProcess: 'the peer is a channel of the same process',
  },
  async pair(options) {
    const accepted = once(server, 'connection') as Promise<[WebSocket]>
    const own = jsonFrames(NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}/`, options))
    const other = jsonFrames(NodeWebSocketChannel.from((await accepted)[0]))
    await own.ready
    return { own, other }
  },
  async stop() {
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  },
})

// Each layer by itself runs on a pair.
runContract(overLayer(adapter, codecAndRequests(errors)), errors)
runContract(withJson, errors)
