import { inject } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { missingInChromium } from './missing.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: BrowserWebSocketChannel, WebSocket, peerUrl, missing: missingInChromium }

runContract(clientAdapter('BrowserWebSocketChannel in Chromium', client), errors)
