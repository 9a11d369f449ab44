import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.node.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWs } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: errors.WebSocketChannel, WebSocket, peerUrl, missing: missingOnWs }

runContract(clientAdapter('WebSocketChannel on Node', client), errors)
