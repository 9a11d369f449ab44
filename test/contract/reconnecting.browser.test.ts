import { inject } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import * as errors from '../../src/index.js'
import { clientAdapter } from './client-adapter.js'
import { missingInChromium } from './missing.js'
import { reconnectingAdapter } from './reconnecting-adapter.js'
import { runContract } from './run-contract.js'

const adapter = clientAdapter('BrowserWebSocketChannel in Chromium', {
  Channel: BrowserWebSocketChannel,
  WebSocket,
  peerUrl: inject('peerUrl'),
  missing: missingInChromium,
})

runContract(reconnectingAdapter(adapter, errors), errors)
