import { WebSocketChannel } from 'web-socket-channel'
import { mountDemo } from './mount-demo.js'
import { probe } from './probe.js'
import { RemoteControls } from './remote-controls.js'

const { server = '', ownServer } = document.documentElement.dataset

if (ownServer === 'true') {
  mountDemo({
    server,
    open: ({ connectTimeout }) => WebSocketChannel.connect(server, { connectTimeout }).pipe(probe),
    controls: new RemoteControls(),
  })
} else {
  mountDemo({
    server,
    open: ({ connectTimeout }) => WebSocketChannel.connect(server, { connectTimeout }),
  })
}
