import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWs } from './missing.js'
import { reconnectingAdapter } from './reconnecting-adapter.js'
import { runContract } from './run-contract.js'

const adapter = clientAdapter('NodeWebSocketChannel', {
  Channel: NodeWebSocketChannel,
  WebSocket,
  peerUrl: inject('peerUrl'),
  missing: missingOnWs,
})

runContract(reconnectingAdapter(adapter, errors), errors)
