import { describe, expect, it } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import type { ConnectOptions } from '../../src/core/arguments/options.js'
import { errorOf } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect, connectBy, end, lost } from './model/scene.js'
import { scriptedClass } from './model/scripted-class.js'
import type { Quirks } from './model/scripted-socket.js'

describe('a runtime that', () => {
  const quirks: readonly (readonly [string, Partial<Quirks>])[] = [
    ['reports code 0, as Deno', { tellsCodeZero: true }],
    ['reports neither code nor wasClean, as React Native', { tellsLittle: true }],
    ['fires no close after error, as Node 22', { errorsOnly: true }],
    ['fires no error before close, as ws and Bun', { closesOnly: true }],
    ['never changes readyState', { sticks: true }],
    ['does everything right', {}],
  ]

  it.each(quirks)('%s: an opening that fails', async (_, quirks) => {
    const scene = connect(quirks)
    scene.socket.fail()
    await end(scene)
    expect(await scene.channel.closed).toEqual(lost)
    expect(errorOf(scene.seen)).toMatchObject({ name: 'ConnectionFailedError', phase: 'network' })
  })

  it.each(quirks)('%s: a connection that breaks', async (_, quirks) => {
    const scene = connect(quirks)
    scene.socket.open()
    scene.socket.fail()
    await end(scene)
    expect(await scene.channel.closed).toEqual(lost)
    expect(errorOf(scene.seen)).toMatchObject({ name: 'ConnectionClosedError', ...lost })
  })

  it.each(quirks)('%s: a clean end', async (_, quirks) => {
    const scene = connect(quirks)
    scene.socket.open()
    scene.socket.end(4001, 'bye')
    await end(scene)
    const info = { code: 4001, reason: 'bye', wasClean: true, initiator: 'remote' }
    expect(await scene.channel.closed).toEqual(info)
  })

  it('ends inside close(), as Node 24: abort while connecting', async () => {
    const scene = connect({ endsInsideClose: true })
    const order: string[] = []
    scene.channel.stream.subscribe({ error: () => order.push('error') })
    scene.channel.abort()
    order.push('abort returned')
    await end(scene)
    expect(order).toEqual(['abort returned', 'error'])
    expect(errorOf(scene.seen)).toMatchObject({ name: 'AbortError' })
  })

  it('ends inside close(), as Node 24: closeTimeout while connecting', async () => {
    const scene = connect({ endsInsideClose: true }, { closeTimeout: 20 })
    void scene.channel.sink.close(1000)
    await end(scene)
    expect(errorOf(scene.seen)).toMatchObject({ name: 'ConnectionFailedError', phase: 'timeout' })
  })

  it('gives blobs, as Workers: the order is kept, and the end waits for them', async () => {
    const scene = connect({ givesBlobs: true })
    scene.socket.open()
    scene.socket.message(new Uint8Array([1, 2, 3]))
    scene.socket.message('text')
    scene.socket.message(new Uint8Array([4]))
    scene.socket.end(1000, '')
    await end(scene)
    expect(scene.seen.frames()).toEqual([new Uint8Array([1, 2, 3]), 'text', new Uint8Array([4])])
    expect(scene.seen.signals.at(-1)).toEqual({ kind: 'complete' })
  })

  it('gives blobs that cannot be read: the channel ends as lost', async () => {
    const scene = connect()
    scene.socket.open()
    scene.socket.message('before')
    const unreadable = Object.assign(new Blob(['x']), {
      arrayBuffer: () => Promise.reject(new Error('Gone')),
    })
    scene.socket.deliver(unreadable)
    scene.socket.message('after')
    await end(scene)
    expect(scene.seen.frames()).toEqual(['before'])
    expect(errorOf(scene.seen)).toMatchObject({ ...lost, cause: new Error('Gone') })
  })

  it('gives views of a larger buffer: each frame has its own', async () => {
    const scene = connect()
    scene.socket.open()
    scene.socket.deliver(new Uint8Array(64).fill(9).subarray(3, 5))
    scene.channel.abort()
    await end(scene)
    const [frame] = scene.seen.frames()
    expect((frame as Uint8Array).buffer.byteLength).toBe(2)
  })

  it('goes on after the end: nothing more is heard of it', async () => {
    const scene = connect()
    scene.socket.open()
    scene.socket.end(1000, '')
    scene.socket.fail()
    scene.socket.message('late')
    scene.socket.end(4000, 'again')
    await end(scene)
    expect(scene.seen.signals).toEqual([{ kind: 'complete' }])
    expect(await scene.channel.closed).toMatchObject({ code: 1000, wasClean: true })
  })

  it('delivers after our close, as ws and Deno: nothing is heard', async () => {
    const scene = connect()
    scene.socket.open()
    void scene.channel.sink.close(1000)
    scene.socket.message('late')
    scene.socket.end(1000, '')
    await end(scene)
    expect(scene.seen.frames()).toEqual([])
  })

  it('opens after connectTimeout: it is closed and not heard of', async () => {
    const scene = connect({}, { connectTimeout: 10 })
    await end(scene)
    expect(scene.socket.closeCalls).toHaveLength(1)
    scene.socket.open()
    expect(scene.seen.states).toEqual(['connecting', 'closed', 'complete'])
  })

  it('never answers close: the channel ends at closeTimeout', async () => {
    const scene = connect({}, { closeTimeout: 10 })
    scene.socket.open()
    void scene.channel.sink.close(4000, 'over')
    await end(scene)
    expect(await scene.channel.closed).toEqual({ ...lost, initiator: 'local' })
    expect(scene.socket.closeCalls[0]).toEqual([4000, 'over'])
  })

  it('accepts any subprotocol, as Deno: the channel does not', async () => {
    const scene = connect({}, { protocols: ['chat'] })
    scene.socket.protocol = 'other'
    scene.socket.open()
    await end(scene)
    expect(errorOf(scene.seen)).toMatchObject({ phase: 'subprotocol' })
    expect(scene.socket.closeCalls).toHaveLength(1)
  })

  it.each([new TypeError('No'), new DOMException('Insecure', 'SecurityError')])(
    'throws from the constructor (%s): connect throws it or ready rejects, and nothing hangs',
    async (thrown) => {
      const WebSocket = function () {
        throw thrown
      } as unknown as NonNullable<ConnectOptions['WebSocket']>
      const begin = async (): Promise<void> =>
        BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket }).ready
      await expect(within(1_000, 'a failure', begin())).rejects.toSatisfy(
        (error: Error) => error === thrown || error.cause === thrown,
      )
    },
  )
})

describe('a closing handshake that the platform leaves to the script', () => {
  it.each([
    { code: 4000, reason: 'bye', answer: [4000, 'bye'] },
    { code: 1011, reason: '', answer: [1011, ''] },
    { code: 1005, reason: '', answer: [] },
  ])('is answered with the code of the peer, $code', async ({ code, reason, answer }) => {
    const scene = connect({ leavesAnswer: true })
    scene.socket.open()
    scene.socket.end(code, reason)
    expect(scene.socket.closeCalls[0]).toEqual(answer)
    await end(scene)
    expect(await scene.channel.closed).toMatchObject({ code, reason, wasClean: true })
  })

  it('is answered at once, while a Blob is still being read', async () => {
    const scene = connect({ leavesAnswer: true, givesBlobs: true })
    scene.socket.open()
    scene.socket.message(Uint8Array.of(1))
    scene.socket.end(4000, 'bye')
    expect(scene.socket.closeCalls).toEqual([[4000, 'bye']])
    await end(scene)
    expect(scene.seen.frames()).toEqual([Uint8Array.of(1)])
  })

  it('is answered without a code where the platform refuses the code', async () => {
    const scripted = scriptedClass({ leavesAnswer: true })
    class WebSocket extends scripted.WebSocket {
      override close(...args: unknown[]): void {
        if (args[0] === 1002) throw new Error('InvalidAccessError')
        super.close(...args)
      }
    }
    const scene = connectBy({ ...scripted, WebSocket })
    scene.socket.open()
    scene.socket.end(1002, '')
    await end(scene)
    expect(scene.socket.closeCalls).toEqual([[]])
  })
})
