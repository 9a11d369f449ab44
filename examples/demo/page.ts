import { DemoPage } from './demo-page.js'
import { ServerControls } from './server-controls.js'

const { server = '', ownServer } = document.documentElement.dataset

let page = new DemoPage(server)
if (ownServer === 'true') new ServerControls()

addEventListener('pagehide', () => page.dispose())

// Back from the browser's back/forward cache: the document is as it was, its connection is gone.
addEventListener('pageshow', (event) => {
  if (event.persisted) page = new DemoPage(server)
})
