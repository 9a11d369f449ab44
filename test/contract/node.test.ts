import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as errors from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { clientAdapter } from './client-adapter.js'
import { missingOnWs } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: NodeWebSocketChannel, WebSocket, peerUrl, missing: missingOnWs }

runContract(clientAdapter('NodeWebSocketChannel', client), errors)
