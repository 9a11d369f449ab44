import { inject } from 'vitest'
import { WebSocket } from 'ws'
import type { ChannelOptions, ConnectOptions } from '../../src/core/arguments/options.js'
import * as errors from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnServer, missingOnWs } from './missing.js'
import { runContract } from './run-contract.js'
import { serverAdapter } from './server-adapter.js'

const peerUrl = inject('peerUrl')
const Channel = {
  connect: (url: string | URL, options?: ConnectOptions) =>
    NodeWebSocketChannel.connect(url, withoutFastPath(options)),
  from: (socket: WebSocket, options?: ChannelOptions) =>
    NodeWebSocketChannel.from(socket, withoutFastPath(options)),
}
const client = { Channel, WebSocket, peerUrl, missing: missingOnWs }
const server = { Channel, peerUrl, missing: missingOnServer }

runContract(clientAdapter('NodeWebSocketChannel without its fast path', client), errors)
runContract(await serverAdapter("the same, server's side", server), errors)

// Options that are no object stay what they are: they have to be refused.
function withoutFastPath<Options extends object>(options = {} as Options): Options {
  if (!(options instanceof Object)) return options
  // Inherits the options, because the inherited ones count too.
  return Object.assign(Object.create(options) as Options, { fastPath: false })
}
