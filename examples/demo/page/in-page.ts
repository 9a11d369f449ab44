import { InPageServer } from './in-page-server.js'
import { mountDemo } from './mount-demo.js'
import { probe } from './probe.js'

const server = new InPageServer()

mountDemo({
  server: 'An echo server inside this page, over channelPair()',
  open: async () => (await server.open()).pipe(probe),
  controls: server,
})
