import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import type { Channel, ChannelState } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { channelPair } from '../../../src/index.node.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { scriptedClass } from '../model/scripted-class.js'
import { connect } from './connect.js'

type AnyChannel = Channel<Frame, Sendable>

/** One way to have a channel, and how to bring one into each state. */
export interface Side {
  readonly name: string
  readonly isServer: boolean
  readonly states: readonly ChannelState[]
  make(state: ChannelState): Promise<AnyChannel>
}

/** A server that lets everybody in, and all the sides of its connections. */
export interface Sides {
  readonly all: readonly Side[]
  readonly close: () => void
}

const fromOpen = ['open', 'closing', 'closed'] as const

/** Starts the server that the sides on Node need. */
export async function startSides(): Promise<Sides> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const arrivals = new Map<string, (socket: WebSocket) => void>()
  server.on('connection', (socket, request) => arrivals.get(request.url ?? '')?.(socket))
  const all: readonly Side[] = [
    side('a client on Node', 'client', () => connect(url)),
    side('a server on Node', 'server', () => serverSide(url, arrivals)),
    side('a client over a WHATWG socket', 'client', scriptedClient),
    side('a taken over WHATWG socket', 'client', adopted),
    side('the client of a pair', 'client', () => channelPair()[0]),
    side('the server of a pair', 'server', () => channelPair()[1]),
  ]
  const close = (): void => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
  return { all, close }
}

function side(
  name: string,
  end: 'client' | 'server',
  begin: () => AnyChannel | Promise<AnyChannel>,
): Side {
  const connects = name.startsWith('a client')
  return {
    name,
    isServer: end === 'server',
    states: connects ? ['connecting', ...fromOpen] : fromOpen,
    make: async (state) => {
      const channel = await begin()
      if (state === 'connecting') return channel
      openers.get(channel)?.()
      await channel.ready
      if (state === 'closing') void channel.sink.close()
      if (state === 'closed') channel.abort()
      return channel
    },
  }
}

// What opens a channel whose socket waits for the test to do it.
const openers = new WeakMap<AnyChannel, () => void>()

function scriptedClient(): AnyChannel {
  const { WebSocket, only } = scriptedClass()
  const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket })
  openers.set(channel, () => only().open())
  return channel
}

function adopted(): AnyChannel {
  const { WebSocket } = scriptedClass()
  const socket = new WebSocket('ws://scripted.test/')
  socket.open()
  return BrowserWebSocketChannel.from(socket)
}

let paths = 0

/** The server's side of a connection; the path distinguishes it from others that are made meanwhile. */
async function serverSide(
  url: string,
  arrivals: Map<string, (socket: WebSocket) => void>,
): Promise<AnyChannel> {
  const path = `/side/${(paths += 1)}`
  const arrived = new Promise<WebSocket>((resolve) => arrivals.set(path, resolve))
  const client = new WebSocket(new URL(path, url))
  // It ends whenever the other side does.
  client.on('error', () => undefined)
  return NodeWebSocketChannel.from(await arrived)
}
