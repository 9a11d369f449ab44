import { contractOn, contractOverLayersOn } from '../runtimes/contract-on.js'
import type { Platform } from '../runtimes/platform.js'
import { othersOnWhatwg } from '../runtimes/lacks.js'
import { lacksOnFirefox } from './lacks.js'
import { openInFirefox } from './open-in-firefox.js'

const firefox: Platform = {
  name: 'Firefox',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnFirefox,
  launch: (stageUrl) => openInFirefox(`${stageUrl}/root-in-page.html`),
}

contractOn(firefox)
contractOverLayersOn(firefox)

contractOn({
  name: 'Firefox, ./browser',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnFirefox,
  launch: (stageUrl) => openInFirefox(`${stageUrl}/browser-in-page.html`),
})
