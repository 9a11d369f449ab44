import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { NodeSocket } from '../../../src/adapters/node/socket.js'
import type { Frame } from '../../../src/core/frame.js'
import type { SocketHandlers } from '../../../src/core/socket.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'
import { newest, openingOf } from './fast-path/harness/ws-version.js'

/** Handlers that keep what they are called with. */
function recording(): SocketHandlers & { readonly calls: unknown[][] } {
  const calls: unknown[][] = []
  const note =
    (name: string) =>
    (...values: readonly unknown[]): void => {
      calls.push([name, ...values])
    }
  return {
    ...{ calls, opened: note('opened'), message: note('message') },
    ...{ closed: note('closed'), failed: note('failed') },
  }
}

const settings = { fastPath: true, sharesFrames: false }

/** A client's socket whose handshake has no connection in its response, as with Bun's replacement for ws. */
function openedAsOnBun(): {
  readonly native: WebSocket
  readonly handlers: ReturnType<typeof recording>
  readonly socket: NodeSocket
} {
  const { native } = openingOf(newest, 'client')
  const handlers = recording()
  const socket = new NodeSocket(native, settings)
  socket.attach(handlers)
  native.emit('upgrade', {})
  native.emit('open')
  return { native, handlers, socket }
}

describe('a socket', () => {
  it('that is closing or closed already fails, and keeps no listener', async () => {
    const server = await startEchoServer()
    const native = new WebSocket(server.url)
    await once(native, 'open')
    native.close()
    const closing = recording()
    new NodeSocket(native, settings).attach(closing)
    expect(closing.calls).toEqual([['failed', { detail: 'the socket was closed before' }]])
    await once(native, 'close')
    expect(native.eventNames()).toEqual([])
    const closed = recording()
    const socket = new NodeSocket(native, settings)
    socket.attach(closed)
    socket.abort()
    expect(closed.calls).toEqual(closing.calls)
    expect(native.eventNames()).toEqual([])
    await server.close()
  })

  it('whose connection is not known counts pings and pongs as activity', async () => {
    const server = await startEchoServer()
    const native = new WebSocket(server.url)
    await once(native, 'open')
    const socket = new NodeSocket(native, settings)
    const handlers = recording()
    socket.attach(handlers)
    expect(socket.activity).toBe(0)
    socket.ping()
    await once(native, 'pong')
    expect(socket.activity).toBe(1)
    for (const remote of server.server.clients) remote.ping()
    await once(native, 'ping')
    expect(socket.activity).toBe(2)
    socket.send('a')
    await once(native, 'message')
    expect(socket.activity).toBe(3)
    expect(handlers.calls).toEqual([
      ['opened', ''],
      ['message', 'a'],
    ])
    socket.abort()
    expect(native.listenerCount('pong')).toBe(0)
    await server.close()
  })

  it('whose handshake exposes no connection, as on Bun, is not fast', () => {
    const { native, handlers, socket } = openedAsOnBun()
    expect(handlers.calls).toEqual([['opened', '']])
    expect([socket.isFast, socket.activity]).toEqual([false, 0])
    native.removeAllListeners()
  })

  it('that ends without a code, as on Bun, ends with 1006', () => {
    const { native, handlers } = openedAsOnBun()
    native.emit('close', 0, Buffer.alloc(0))
    const close = { code: 1006, reason: '', wasClean: false }
    expect(handlers.calls.slice(1)).toEqual([['closed', close]])
    expect(native.eventNames()).toEqual([])
  })

  it('reports a clean end as Bun does', () => {
    const { native, handlers } = openedAsOnBun()
    native.emit('close', 4000, 'enough', true)
    const close = { code: 4000, reason: 'enough', wasClean: true }
    expect(handlers.calls.slice(1)).toEqual([['closed', close]])
  })

  it('that closes without a reason before it opens has failed', () => {
    const { native } = openingOf(newest, 'client')
    const handlers = recording()
    new NodeSocket(native, settings).attach(handlers)
    native.emit('close', 1006, Buffer.alloc(0))
    expect(handlers.calls).toEqual([['failed', {}]])
    expect(native.eventNames()).toEqual([])
  })

  it.each([true, false])('pauses and resumes what it reads (fast path: %s)', async (fastPath) => {
    const session = new Session({ side: 'server', channel: { highWaterMark: 1 } }, { fastPath })
    const frames: Frame[] = []
    const iterator = session.channel.stream[Symbol.asyncIterator]()
    await settled()
    for (const payload of ['one', 'two', 'three']) {
      session.connection.receive(encodeAll([{ opcode: 1, payload }], 'server'))
      await settled()
    }
    for (let left = 3; left > 0; left--) {
      const next = await iterator.next()
      if (!next.done) frames.push(next.value)
      await settled()
    }
    expect(frames).toEqual(['one', 'two', 'three'])
    session.channel.abort()
  })
})
