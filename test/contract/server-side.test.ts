import { inject } from 'vitest'
import * as errors from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { missingOnServer } from './missing.js'
import { runContract } from './run-contract.js'
import { serverAdapter } from './server-adapter.js'

const server = {
  Channel: NodeWebSocketChannel,
  peerUrl: inject('peerUrl'),
  missing: missingOnServer,
}

runContract(await serverAdapter("NodeWebSocketChannel, server's side", server), errors)
