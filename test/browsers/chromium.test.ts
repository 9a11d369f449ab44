import { contractOn } from '../runtimes/contract-on.js'
import { othersOnWhatwg } from '../runtimes/lacks.js'
import { lacksOnChromium, lacksOnWebSocketStream, othersOnWebSocketStream } from './lacks.js'
import { openInChromium } from './open-in-chromium.js'

contractOn({
  name: 'Chromium',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnChromium,
  launch: (stageUrl) => openInChromium(`${stageUrl}/root-in-page.html`),
})

contractOn({
  name: 'Chromium, ./browser',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnChromium,
  launch: (stageUrl) => openInChromium(`${stageUrl}/browser-in-page.html`),
})

contractOn({
  name: 'Chromium, ./websocket-stream',
  bundle: 'page',
  others: othersOnWebSocketStream,
  lacks: lacksOnWebSocketStream,
  launch: (stageUrl) => openInChromium(`${stageUrl}/websocket-stream-in-page.html`),
})
