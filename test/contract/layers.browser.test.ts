import { inject } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { frameLayers } from './frame-layers.js'
import { missingInChromium } from './missing.js'
import { overLayer } from './over-layer.js'
import { runContract } from './run-contract.js'

const peerUrl = inject('peerUrl')
const client = { Channel: BrowserWebSocketChannel, WebSocket, peerUrl, missing: missingInChromium }
const adapter = clientAdapter('BrowserWebSocketChannel in Chromium', client)

for (const layer of frameLayers(errors)) runContract(overLayer(adapter, layer), errors)
