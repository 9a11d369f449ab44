import { DemoPage } from './demo-page.js'

const server = document.documentElement.dataset['server'] ?? ''

let page = new DemoPage(server)

addEventListener('pagehide', () => page.dispose())

// Back from the browser's back/forward cache: the document is as it was, its connection is gone.
addEventListener('pageshow', (event) => {
  if (event.persisted) page = new DemoPage(server)
})
