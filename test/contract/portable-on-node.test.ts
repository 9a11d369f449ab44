import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.js'
import type { Missing } from './capability.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWhatwg } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const missing: Missing = {
  ...missingOnWhatwg,
  pingBursts: '`ws` drops a connection with more than 60 pings to answer',
}
const client = { Channel: errors.WebSocketChannel, WebSocket, peerUrl, missing }

runContract(clientAdapter('WebSocketChannel, portable, over ws', client), errors)
