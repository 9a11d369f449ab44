import { contractOn } from '../runtimes/contract-on.js'
import { othersOnWhatwg } from '../runtimes/lacks.js'
import { lacksOnWebKitGTK } from './lacks.js'
import { openInWebKitGTK } from './open-in-webkitgtk.js'

contractOn({
  name: 'WebKitGTK',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnWebKitGTK,
  launch: (stageUrl) => openInWebKitGTK(`${stageUrl}/root-in-page.html`),
})

contractOn({
  name: 'WebKitGTK, ./browser',
  bundle: 'page',
  others: othersOnWhatwg,
  lacks: lacksOnWebKitGTK,
  launch: (stageUrl) => openInWebKitGTK(`${stageUrl}/browser-in-page.html`),
})
