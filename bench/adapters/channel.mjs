import { map } from 'rxjs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Imports a module of this library from the build whose folder an environment variable names. */
export function importBuilt(entry, build = 'BENCH_DIST') {
  return import(pathToFileURL(join(process.env[build], entry)).href)
}

// The module that this process plays with.
let library

/** A channel of this library. Without `onFrame` nothing subscribes to it. */
export async function load({ entry, className, connect, build }) {
  library = await importBuilt(entry, build)
  const Channel = library[className]
  return async (url, onFrame) => {
    const channel = Channel.connect(url, connect)
    if (onFrame) channel.stream.subscribe(onFrame)
    await channel.ready
    return new ChannelConnection(channel)
  }
}

/** A channel that takes over a server's socket of `ws`. */
export async function loadServer({ connect, build }) {
  const { NodeWebSocketChannel } = await importBuilt('node.js', build)
  return (socket, { request, onFrame }) => {
    const channel = NodeWebSocketChannel.from(socket, { ...connect, request })
    channel.stream.subscribe(onFrame)
    return new ChannelConnection(channel)
  }
}

function asking() {
  const stamp = (message, id) => ({ ...message, id })
  return library.requests({ stamp, answers: ({ id }) => id })
}

const layers = {
  json: (channel) => channel.pipe(library.json()),
  requests: (channel) => channel.pipe(asking()),
  heartbeat: (channel) =>
    channel.pipe(library.heartbeat({ message: 'ping', isReply: (frame) => frame === 'pong' })),
  reconnecting: (channel) => library.reconnecting(() => channel),
}

// One small object, as for raw `ws`: the scenario "memory" keeps it for each connection.
class ChannelConnection {
  #channel

  constructor(channel) {
    this.#channel = channel
  }

  send(data) {
    this.#channel.sink.add(data)
  }

  addStream(source) {
    return this.#channel.sink.addStream(source)
  }

  buffered() {
    return this.#channel.sink.bufferedAmount
  }

  subscribe(onFrame) {
    this.#channel.stream.subscribe(onFrame)
  }

  /** Passes each frame to a function until that returns `false`. */
  async iterate(onFrame) {
    for await (const frame of this.#channel.stream) {
      if (onFrame(frame) === false) break
    }
  }

  /** The parsed messages: by an operator of RxJS, or by the layer. */
  messages(way) {
    if (way === 'map') return this.#channel.stream.pipe(map((text) => JSON.parse(text)))
    return this.#channel.pipe(library.json()).stream
  }

  /** Returns a function that sends a request and resolves with the answer. */
  requests() {
    const channel = this.#channel.pipe(library.json(), asking())
    return (message) => channel.request(message)
  }

  /** The same with a layer around the channel. */
  layered(way) {
    return new ChannelConnection(layers[way](this.#channel))
  }

  close() {
    return this.#channel.sink.close()
  }

  closed() {
    return this.#channel.closed
  }
}
