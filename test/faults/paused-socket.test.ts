import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { NodeWebSocketChannel } from '../../src/node.js'
import { within } from './adversary/within.js'

const SERVER_INTERVAL = 300
const keepAlive = { interval: 100, timeout: 5_000 }
const chunk = Buffer.alloc(65_536)

let server: WebSocketServer | undefined

afterEach(() => {
  server?.clients.forEach((client) => {
    client.terminate()
  })
  server?.close()
})

interface StrictServer {
  readonly url: string
  /** How many clients it has dropped. */
  readonly drops: () => number
  /** Resolves with the next connection. */
  readonly connection: () => Promise<WebSocket>
}

/** A server that drops each client that has answered no ping, as the documentation of `ws` shows. */
async function startStrictServer(): Promise<StrictServer> {
  const strict = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server = strict
  const alive = new WeakSet<WebSocket>()
  let drops = 0
  strict.on('connection', (socket) => {
    alive.add(socket)
    socket.on('error', () => undefined)
    socket.on('pong', () => alive.add(socket))
  })
  const timer = setInterval(() => {
    for (const socket of strict.clients) {
      if (!alive.delete(socket)) {
        drops++
        socket.terminate()
      } else {
        socket.ping()
      }
    }
  }, SERVER_INTERVAL)
  strict.on('close', () => {
    clearInterval(timer)
  })
  const connection = async (): Promise<WebSocket> => {
    const [socket] = (await once(strict, 'connection')) as [WebSocket]
    return socket
  }
  await once(strict, 'listening')
  const { port } = strict.address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}/`, drops: () => drops, connection }
}

/** Sends frames for ever, and never more than 64 KiB ahead of the network. */
async function pour(socket: WebSocket): Promise<void> {
  while (socket.readyState === WebSocket.OPEN) {
    if (socket.bufferedAmount < chunk.length) socket.send(chunk)
    else await wait(5)
  }
}

describe.each([true, false])(
  'a `for await` that is slower than the server (fast path: %s)',
  (fastPath) => {
    it.each([
      ['a little', 5],
      ['so much that the socket stays paused', 400],
    ])('%s stays connected to a server that drops clients without an answer', async (_, pause) => {
      const { url, drops } = await startStrictServer()
      server?.on('connection', (socket) => void pour(socket))
      const channel = NodeWebSocketChannel.connect(url, { keepAlive, fastPath })
      const until = performance.now() + 6 * SERVER_INTERVAL
      let frames = 0
      const read = async (): Promise<void> => {
        for await (const frame of channel.stream) {
          frames += frame.length / chunk.length
          if (performance.now() > until) break
          await wait(pause)
        }
      }
      await within(10_000, 'the loop', read())
      expect([drops(), channel.state]).toEqual([0, 'open'])
      expect(frames).toBeGreaterThan(3)
      channel.abort()
    })
  },
)

describe('the pongs of a client that keeps its socket paused', () => {
  it.each([true, false])('end at `close` (fast path: %s)', async (fastPath) => {
    const { url, connection } = await startStrictServer()
    const pongs: string[] = []
    const connected = connection()
    const channel = NodeWebSocketChannel.connect(url, { keepAlive, fastPath })
    const socket = await connected
    socket.removeAllListeners('pong')
    socket.on('pong', (payload: Buffer) => pongs.push(payload.toString()))
    const iterator = channel.stream[Symbol.asyncIterator]()
    for (let count = 0; count < 64; count++) socket.send(chunk)
    await iterator.next()
    await expect.poll(() => pongs.length, { timeout: 5_000 }).toBeGreaterThan(2)
    const { wasClean } = await within(5_000, 'close', channel.sink.close(1000))
    expect(wasClean).toBe(true)
    expect(new Set(pongs)).toEqual(new Set(['']))
  })

  it('are not sent where the owner of the socket has turned its answers to pings off', async () => {
    const { url, connection } = await startStrictServer()
    const connected = connection()
    const native = new WebSocket(url, { autoPong: false })
    await once(native, 'open')
    const socket = await connected
    let pongs = 0
    socket.on('pong', () => pongs++)
    const channel = NodeWebSocketChannel.from(native, {
      keepAlive: { interval: 20, timeout: 5_000 },
    })
    const iterator = channel.stream[Symbol.asyncIterator]()
    for (let count = 0; count < 64; count++) socket.send(chunk)
    await iterator.next()
    await expect.poll(() => native.isPaused).toBe(true)
    await wait(200)
    expect(pongs).toBe(0)
    channel.abort()
  })
})
