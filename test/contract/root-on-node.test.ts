import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.node.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWs } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const missing = { ...missingOnWs, maxPayload: 'web-socket-channel/node has the options of `ws`' }
const client = { Channel: errors.WebSocketChannel, WebSocket, peerUrl, missing }

runContract(clientAdapter('WebSocketChannel on Node', client), errors)
