import { inject } from 'vitest'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { missingInChromium } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: errors.WebSocketChannel, WebSocket, peerUrl, missing: missingInChromium }

runContract(clientAdapter('WebSocketChannel in Chromium', client), errors)
