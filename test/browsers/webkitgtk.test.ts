import { contractOn, contractOverLayersOn } from '../runtimes/contract-on.js'
import type { Platform } from '../runtimes/platform.js'
import { othersOnWhatwg } from '../runtimes/lacks.js'
import { lacksOnWebKitGTK } from './lacks.js'
import { openInWebKitGTK } from './open-in-webkitgtk.js'

const webkitGTK: Platform = {
  name: 'WebKitGTK',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnWebKitGTK,
  launch: (stageUrl) => openInWebKitGTK(`${stageUrl}/root-in-page.html`),
}

contractOn(webkitGTK)
contractOverLayersOn(webkitGTK)

contractOn({
  name: 'WebKitGTK, ./browser',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnWebKitGTK,
  launch: (stageUrl) => openInWebKitGTK(`${stageUrl}/browser-in-page.html`),
})
