import { inject } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { codecAndRequests } from './frame-layers.js'
import { jsonPairAdapter } from './json-pair-adapter.js'
import { missingInChromium } from './missing.js'
import { overLayer } from './over-layer.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: BrowserWebSocketChannel, WebSocket, peerUrl, missing: missingInChromium }
const adapter = clientAdapter('BrowserWebSocketChannel in Chromium', client)

// Each layer by itself runs on a pair, on Node.
runContract(overLayer(adapter, codecAndRequests(errors)), errors)
runContract(jsonPairAdapter('channelPair in Chromium, with json on both sides'), errors)
