import { webSocket } from 'rxjs/webSocket'
import { BrowserWebSocketChannel } from 'web-socket-channel-built/browser'

const { MessageEvent, TextEncoder, performance } = globalThis

const contestants = {
  onmessage: bare,
  'onmessage, again': bare,
  BrowserWebSocketChannel: channel,
  'rxjs/webSocket': rxjs,
}

let left = 0
let arrived
let native
let send

// The platform's own class, which remembers its socket.
class KnownWebSocket extends globalThis.WebSocket {
  constructor(url, protocols = []) {
    super(url, protocols)
    remember(this)
  }
}

function remember(socket) {
  native = socket
}

/** The functions that the benchmark calls by name. `network` and `dispatched` return nanoseconds per frame. */
globalThis.play = {
  async prepare({ contestant, url }) {
    send = await contestants[contestant](url, () => {
      if (--left === 0) arrived()
    })
  },

  /** Frames that a server sends. */
  async network({ units }) {
    left = units
    const last = new Promise((resolve) => (arrived = resolve))
    const start = performance.now()
    send('go')
    await last
    return ((performance.now() - start) * 1e6) / units
  },

  /** Events that are dispatched in the page, which shows how much each contestant adds to an event. */
  async dispatched({ kind, size, units }) {
    left = units
    const last = new Promise((resolve) => (arrived = resolve))
    const text = 'x'.repeat(size)
    const data = kind === 'text' ? text : new TextEncoder().encode(text).buffer
    const start = performance.now()
    for (let sent = 0; sent < units; sent++) {
      native.dispatchEvent(new MessageEvent('message', { data }))
    }
    await last
    return ((performance.now() - start) * 1e6) / units
  },
}

function bare(url, onFrame) {
  return new Promise((resolve, reject) => {
    const socket = new KnownWebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }) => onFrame(data)
    socket.onerror = reject
    socket.onopen = () => resolve((data) => socket.send(data))
  })
}

async function channel(url, onFrame) {
  const channel = BrowserWebSocketChannel.connect(url, { WebSocket: KnownWebSocket })
  channel.stream.subscribe(onFrame)
  await channel.ready
  return (data) => channel.sink.add(data)
}

function rxjs(url, onFrame) {
  return new Promise((resolve) => {
    const subject = webSocket({
      url,
      binaryType: 'arraybuffer',
      WebSocketCtor: KnownWebSocket,
      serializer: (data) => data,
      deserializer: ({ data }) => data,
      openObserver: { next: () => resolve((data) => subject.next(data)) },
    })
    subject.subscribe(onFrame)
  })
}
