import { dropInOn } from '../runtimes/drop-in-on.js'
import { openInChromium } from './open-in-chromium.js'

dropInOn({
  name: 'Chromium',
  bundle: 'page',
  launch: (stageUrl) => openInChromium(`${stageUrl}/drop-in-in-page.html`),
})
