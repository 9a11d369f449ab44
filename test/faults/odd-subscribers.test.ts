import { Observable, config, map, retry, share, switchMap, take } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { opened } from './adversary/opened.js'
import { errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { echoed } from './model/scripted-socket.js'

/** What handlers threw, as RxJS reports it. */
function reported(): unknown[] {
  const errors: unknown[] = []
  config.onUnhandledError = (error) => errors.push(error)
  return errors
}

// Deprecated, and still there in RxJS 7.
const oldWay = config as { useDeprecatedSynchronousErrorHandling: boolean }

afterEach(() => {
  config.onUnhandledError = null
  oldWay.useDeprecatedSynchronousErrorHandling = false
})

describe('a subscriber that', () => {
  it('throws in next harms neither the others nor the socket', async () => {
    const { channel, socket } = opened()
    const errors = reported()
    const frames: unknown[] = []
    channel.stream.subscribe(() => {
      throw new Error('From a handler')
    })
    channel.stream.subscribe((frame) => frames.push(frame))
    socket.message('one')
    socket.message('two')
    expect(frames).toEqual(['one', 'two'])
    await new Promise((resolve) => setTimeout(resolve))
    expect(errors).toEqual([new Error('From a handler'), new Error('From a handler')])
    channel.abort()
  })

  it('throws harms nobody where RxJS handles errors the old way either', async () => {
    // There RxJS reports nothing of what is thrown after `subscribe`.
    oldWay.useDeprecatedSynchronousErrorHandling = true
    const { channel, socket } = opened()
    const fail = (): never => {
      throw new Error('From a handler')
    }
    channel.stream.subscribe({ next: fail, error: fail, complete: fail })
    const seen = watch(channel)
    socket.message('one')
    socket.message('two')
    expect(seen.frames()).toEqual(['one', 'two'])
    socket.end(4000, '')
    await within(1_000, 'the end', seen.ended)
    expect(errorOf(seen)).toMatchObject({ name: 'ConnectionClosedError', code: 4000 })
  })

  it('throws in error or complete harms only itself', async () => {
    for (const code of [1000, 4000]) {
      const { channel, socket } = opened()
      const errors = reported()
      const fail = (): never => {
        throw new Error('From a handler')
      }
      channel.stream.subscribe({ error: fail, complete: fail })
      const seen = watch(channel)
      socket.end(code, '')
      await within(1_000, 'the end', seen.ended)
      expect(channel.closeCode).toBe(code)
      await new Promise((resolve) => setTimeout(resolve))
      expect(errors).toEqual([new Error('From a handler')])
    }
  })

  it('throws in an operator ends its own chain only', () => {
    const { channel, socket } = opened()
    const frames: unknown[] = []
    const thrower = new Observable((subscriber) =>
      channel.stream.pipe(map(() => fail())).subscribe(subscriber),
    )
    const fail = (): never => {
      throw new Error('From an operator')
    }
    thrower.subscribe({ error: () => frames.push('error') })
    channel.stream.subscribe((frame) => frames.push(frame))
    socket.message('one')
    expect(frames).toEqual(['error', 'one'])
    channel.abort()
  })

  it('leaves, and makes another leave, while a frame is delivered', () => {
    const { channel, socket } = opened()
    const frames: string[] = []
    const first = channel.stream.subscribe((frame) => {
      frames.push(`first ${String(frame)}`)
      first.unsubscribe()
      second.unsubscribe()
    })
    const second = channel.stream.subscribe((frame) => frames.push(`second ${String(frame)}`))
    channel.stream.subscribe((frame) => frames.push(`third ${String(frame)}`))
    socket.message('one')
    socket.message('two')
    expect(frames).toEqual(['first one', 'third one', 'third two'])
    channel.abort()
  })

  it('subscribes another while a frame is delivered, which gets the later ones', () => {
    const { channel, socket } = opened()
    const frames: string[] = []
    channel.stream.pipe(take(1)).subscribe(() => {
      channel.stream.subscribe((frame) => frames.push(String(frame)))
    })
    channel.stream.subscribe()
    socket.message('one')
    socket.message('two')
    expect(frames).toEqual(['two'])
    channel.abort()
  })

  it('adds what comes back at once: all see the same order', () => {
    const { channel, socket } = opened()
    const frames: string[] = []
    channel.stream.subscribe((frame) => {
      frames.push(`first ${String(frame)}`)
      if (frame === 'one') channel.sink.add(echoed)
    })
    channel.stream.subscribe((frame) => frames.push(`second ${String(frame)}`))
    socket.message('one')
    expect(frames).toEqual(['first one', 'second one', 'first echo', 'second echo'])
    channel.abort()
  })

  it('adds what comes back at once, 100,000 times, without a deep stack', () => {
    const { channel, socket } = opened()
    let count = 0
    channel.stream.subscribe(() => {
      if (++count < 100_000) channel.sink.add(echoed)
    })
    socket.message('begin')
    expect(count).toBe(100_000)
    expect(socket.sent).toHaveLength(99_999)
    channel.abort()
  })

  it('comes and goes a thousand times leaves nothing behind', () => {
    const { channel, socket } = opened()
    const before = socket.listenerCount
    for (let at = 0; at < 1_000; at += 1) channel.stream.subscribe().unsubscribe()
    expect(socket.listenerCount).toBe(before)
    const frames: unknown[] = []
    channel.stream.subscribe((frame) => frames.push(frame))
    socket.message('still works')
    expect(frames).toEqual(['still works'])
    channel.abort()
  })

  it('uses take, switchMap, share and retry gets what they promise, and retry does not spin', async () => {
    const { channel, socket } = opened()
    const seen: unknown[] = []
    const shared = channel.stream.pipe(share())
    shared.pipe(take(1)).subscribe((frame) => seen.push(['take', frame]))
    const doubled = shared.pipe(switchMap((frame) => [frame, frame]))
    doubled.subscribe({ next: (frame) => seen.push(frame), error: () => seen.push('error') })
    socket.message('one')
    expect(seen).toEqual([['take', 'one'], 'one', 'one'])
    let attempts = 0
    const counted = new Observable((subscriber) => {
      attempts += 1
      return channel.stream.subscribe(subscriber)
    })
    const failed = new Promise((resolve) => counted.pipe(retry(3)).subscribe({ error: resolve }))
    socket.end(4000, 'broken')
    expect(await within(1_000, 'the error', failed)).toMatchObject({ code: 4000 })
    expect(attempts).toBe(4)
  })

  it('never comes costs no more than the limit', async () => {
    const { channel, socket } = opened({ maxHeldBytes: 1_000 })
    for (let at = 0; at < 11; at += 1) socket.message('x'.repeat(100))
    expect(await channel.closed).toMatchObject({ code: 1006, initiator: 'failure' })
    await expect(channel.sink.done).resolves.toBeUndefined()
    const seen = watch(channel)
    await seen.ended
    expect(seen.frames()).toHaveLength(10)
    expect(errorOf(seen)).toMatchObject({
      name: 'BufferOverflowError',
      limit: 1_000,
      actual: 1_100,
    })
  })

  it('mutates a frame mutates it for the later ones: a frame is shared', () => {
    const { channel, socket } = opened()
    const seen: unknown[] = []
    channel.stream.subscribe((frame) => {
      if (typeof frame !== 'string') frame[0] = 9
    })
    channel.stream.subscribe((frame) => seen.push(frame))
    socket.message(new Uint8Array([1]))
    expect(seen).toEqual([new Uint8Array([9])])
    channel.abort()
  })
})
