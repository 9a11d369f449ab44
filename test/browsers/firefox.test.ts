import { contractOn } from '../runtimes/contract-on.js'
import { othersOnWhatwg } from '../runtimes/lacks.js'
import { lacksOnFirefox } from './lacks.js'
import { openInFirefox } from './open-in-firefox.js'

contractOn({
  name: 'Firefox',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnFirefox,
  launch: (stageUrl) => openInFirefox(`${stageUrl}/root-in-page.html`),
})

contractOn({
  name: 'Firefox, ./browser',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnFirefox,
  launch: (stageUrl) => openInFirefox(`${stageUrl}/browser-in-page.html`),
})
