import { inject } from 'vitest'
import * as errors from '../../src/index.js'
import { WebSocketStreamChannel } from '../../src/websocket-stream.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWebSocketStream } from './missing.js'
import { runContract } from './run-contract.js'

const client = {
  Channel: WebSocketStreamChannel,
  WebSocket,
  peerUrl: inject('peerUrl'),
  missing: missingOnWebSocketStream,
}

runContract(clientAdapter('WebSocketStreamChannel in Chromium', client), errors)
