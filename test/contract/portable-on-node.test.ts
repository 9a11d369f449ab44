import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWhatwg } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: errors.WebSocketChannel, WebSocket, peerUrl, missing: missingOnWhatwg }

runContract(clientAdapter('WebSocketChannel, portable, over ws', client), errors)
