import { inject } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import { webSocketClass } from '../../src/index.js'
import { runCases } from './run-cases.js'

const peerUrl = inject('peerUrl')
const Class = webSocketClass((url, protocols) =>
  BrowserWebSocketChannel.connect(url, { protocols }),
)

runCases("Chromium's own class", WebSocket, peerUrl)
runCases('webSocketClass in Chromium', Class, peerUrl)
