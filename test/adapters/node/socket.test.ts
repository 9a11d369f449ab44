import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { NodeSocket } from '../../../src/adapters/node/socket.js'
import { ConnectionFailedError } from '../../../src/core/errors.js'
import type { Frame } from '../../../src/core/frame.js'
import type { SocketHandlers } from '../../../src/core/socket.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { type Script, withAdversary } from '../../faults/adversary/adversary.js'
import { answerTo, head } from '../../faults/adversary/handshake.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'
import { newest, openingOf } from './fast-path/harness/ws-version.js'

/** What a failed opening tells, or what else `ready` settled with. */
async function failureOf(script: Script): Promise<unknown> {
  return withAdversary(script, async ({ url }) => {
    const channel = NodeWebSocketChannel.connect(url, { protocols: ['a', 'b'] })
    const error: unknown = await channel.ready.catch((error: unknown) => error)
    if (!(error instanceof ConnectionFailedError)) return error
    const { phase, status, headers } = error
    return { phase, status, headers }
  })
}

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

describe('an opening that fails', () => {
  it('tells the status and the headers of an answer that refuses', async () => {
    const refusing: Script = async (peer) => {
      await peer.request()
      const cookies = ['Set-Cookie: a=1', 'Set-Cookie: b=2']
      peer.write(head(['HTTP/1.1 401 Unauthorized', 'X-Why: because', ...cookies]))
    }
    expect(await failureOf(refusing)).toEqual({
      ...{ phase: 'handshake', status: 401 },
      headers: { 'x-why': 'because', 'set-cookie': 'a=1,b=2' },
    })
  })

  it('tells that the answer is no HTTP', async () => {
    const babbling: Script = async (peer) => {
      await peer.request()
      peer.write('nonsense\r\n\r\n')
    }
    expect(await failureOf(babbling)).toMatchObject({ phase: 'handshake' })
  })

  it('tells that the answer has a wrong key', async () => {
    const lying: Script = async (peer) => {
      await peer.request()
      peer.write(answerTo('sec-websocket-key: another'))
    }
    expect(await failureOf(lying)).toMatchObject({ phase: 'handshake' })
  })

  it('tells that the subprotocol was not offered', async () => {
    const choosing: Script = (peer) => peer.accept(['Sec-WebSocket-Protocol: c'])
    expect(await failureOf(choosing)).toMatchObject({ phase: 'subprotocol' })
  })

  it('tells that the network failed', async () => {
    const resetting: Script = async (peer) => {
      await peer.request()
      peer.end('reset')
    }
    expect(await failureOf(resetting)).toMatchObject({ phase: 'network', status: undefined })
  })
})

describe('a socket', () => {
  it('that is closing or closed already fails, and is left alone', async () => {
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

  it('whose answer shows no connection, as with Bun, is not fast', () => {
    const { native } = openingOf(newest, 'client')
    const socket = new NodeSocket(native, settings)
    socket.attach(recording())
    native.emit('upgrade', {})
    expect([socket.isFast, socket.activity]).toEqual([false, 0])
    native.removeAllListeners()
  })

  it('that tells no code at its end, as with Bun, was lost', () => {
    const { native } = openingOf(newest, 'client')
    const handlers = recording()
    new NodeSocket(native, settings).attach(handlers)
    native.emit('close', 0, Buffer.alloc(0))
    expect(handlers.calls).toMatchObject([['closed', { code: 1006, reason: '', wasClean: false }]])
    expect(native.eventNames()).toEqual([])
  })

  it('tells whether its end was clean as Bun does', () => {
    const { native } = openingOf(newest, 'client')
    const handlers = recording()
    new NodeSocket(native, settings).attach(handlers)
    native.emit('close', 4000, 'enough', true)
    const close = { code: 4000, reason: 'enough', wasClean: true }
    expect(handlers.calls).toEqual([['closed', close]])
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

describe.each(['client', 'server'] as const)('binary frames of a %s', (side) => {
  const frames = [0, 0, 1, 64, 65, 5_000, 0].map((length, mark) => ({
    opcode: 2,
    payload: Buffer.alloc(length, mark),
  }))

  it.each([true, false])('can be transferred, empty ones too (fast path: %s)', async (fastPath) => {
    const session = new Session({ side }, { fastPath })
    const lengths: number[] = []
    session.channel.stream.subscribe((frame) => {
      if (typeof frame === 'string') return
      lengths.push(frame.byteLength)
      structuredClone(frame, { transfer: [frame.buffer] })
    })
    session.connection.receive(encodeAll(frames, side))
    // Fragments, and frames over many chunks, are read by ws.
    session.connection.receive(
      encodeAll([{ opcode: 2, fin: false }, { opcode: 0 }, { opcode: 2, fin: false }], side),
    )
    session.connection.receive(encodeAll([{ opcode: 0, payload: 'abc' }, ...frames], side))
    await settled()
    const each = frames.map(({ payload }) => payload.length)
    expect(lengths).toEqual([...each, 0, 3, ...each])
    session.channel.abort()
  })

  it('are views into what was read if that is asked for', async () => {
    const session = new Session({ side, sharedFrames: true }, { fastPath: true })
    const seen: unknown[] = []
    session.channel.stream.subscribe((frame) => {
      if (typeof frame !== 'string') {
        seen.push([frame.buffer.byteLength > 1_000, Buffer.from(frame)])
      }
    })
    session.connection.receive(encodeAll(frames, side))
    await settled()
    expect(seen).toEqual(frames.map(({ payload }) => [true, payload]))
    session.channel.abort()
  })
})

describe('what is added and waits in ws', () => {
  it('may be changed by whoever added it', async () => {
    const server = await startEchoServer()
    const echoed: Frame[] = []
    const channel = NodeWebSocketChannel.connect(server.url, { fastPath: false })
    channel.stream.subscribe((frame) => echoed.push(frame))
    await channel.ready
    const data = Buffer.from('abc')
    channel.sink.add(new Blob(['blob']))
    channel.sink.add(data)
    data.fill('x')
    await vi.waitFor(() => {
      expect(echoed.map((frame) => Buffer.from(frame).toString())).toEqual(['blob', 'abc'])
    })
    await channel.sink.close()
    await server.close()
  })
})
