import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../../src/index.js'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import { onAbort } from '../../../src/core/lifecycle/abort-signal.js'
import { CountingSignal } from '../../contract/counting-signal.js'
import { scriptedClass } from '../../faults/model/scripted-class.js'

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'local' }

describe('many listeners on one signal', () => {
  it('share one listener, and leave none', () => {
    const signal = new CountingSignal()
    const stops = Array.from({ length: 100 }, () => onAbort(signal, () => undefined))
    expect(signal.listeners).toBe(1)
    for (const stop of stops.slice(1)) stop()
    expect(signal.listeners).toBe(1)
    stops[0]?.()
    expect(signal.listeners).toBe(0)
    stops[0]?.()
    onAbort(signal, () => undefined)
    expect(signal.listeners).toBe(1)
  })

  it('are called in their order, each once, with the reason', () => {
    const controller = new AbortController()
    const calls: unknown[] = []
    for (let number = 0; number < 20; number++) {
      onAbort(controller.signal, (reason) => calls.push([number, reason]))
    }
    controller.abort('stop')
    controller.abort('again')
    expect(calls).toEqual(Array.from({ length: 20 }, (_, number) => [number, 'stop']))
  })

  it('are not called when one before them has removed them', () => {
    const controller = new AbortController()
    const calls: string[] = []
    onAbort(controller.signal, () => {
      calls.push('first')
      stopSecond()
    })
    const stopSecond = onAbort(controller.signal, () => calls.push('second'))
    onAbort(controller.signal, () => calls.push('third'))
    controller.abort()
    expect(calls).toEqual(['first', 'third'])
  })

  it('are called though one throws, whose exception is reported', () => {
    const controller = new AbortController()
    const calls: string[] = []
    const thrown = new Error('No')
    vi.useFakeTimers()
    onAbort(controller.signal, () => {
      throw thrown
    })
    onAbort(controller.signal, () => calls.push('second'))
    controller.abort()
    expect(calls).toEqual(['second'])
    expect(() => vi.runAllTimers()).toThrow(thrown)
    vi.useRealTimers()
  })

  it('make no process print a warning, and change no limit of the signal', async () => {
    const warnings: string[] = []
    const note = ({ name }: Error): void => void warnings.push(name)
    process.on('warning', note)
    const { signal } = new AbortController()
    const { WebSocket } = scriptedClass()
    const channels = Array.from({ length: 50 }, () =>
      BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket, signal }),
    )
    const pairs = Array.from({ length: 50 }, () => channelPair({ signal }))
    await new Promise((resolve) => setTimeout(resolve))
    for (const channel of [...channels, ...pairs.flat()]) channel.abort()
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  it('hold 10,000 channels that connect and end', async () => {
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, 'addEventListener')
    const removed = vi.spyOn(controller.signal, 'removeEventListener')
    const { WebSocket } = scriptedClass()
    const options = { WebSocket, signal: controller.signal }
    const connect = (): BrowserWebSocketChannel =>
      BrowserWebSocketChannel.connect('ws://scripted.test/', options)
    const channels = Array.from({ length: 10_000 }, connect)
    for (const channel of channels.slice(0, 5_000)) channel.abort()
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 0])
    const order: number[] = []
    channels.slice(5_000).forEach((channel, index) => {
      void channel.closed.then(() => order.push(index))
    })
    controller.abort()
    expect(await Promise.all(channels.map(({ closed }) => closed))).toEqual(
      channels.map(() => lost),
    )
    expect(order).toEqual(Array.from({ length: 5_000 }, (_, index) => index))
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1])
  })
})

describe('a signal that is not one of the platform', () => {
  /** Has the members of a signal, and calls the listeners that it has. */
  function signalWith(remove: object): { abort(): void; readonly added: () => number } {
    const listeners: (() => void)[] = []
    return Object.assign(remove, {
      aborted: false,
      added: () => listeners.length,
      addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
      abort(this: { aborted: boolean }) {
        this.aborted = true
        for (const listener of listeners) listener()
      },
    })
  }
  const throws = (): never => {
    throw new Error('No')
  }
  const signals = [
    ['lacks `removeEventListener`', () => signalWith({})],
    ['throws in `removeEventListener`', () => signalWith({ removeEventListener: throws })],
    [
      'throws when its `reason` is read',
      () => {
        const signal = signalWith({ removeEventListener: () => undefined })
        return Object.defineProperty(signal, 'reason', { get: throws })
      },
    ],
  ] as const

  it.each(signals)('and %s ends no channel badly', async (_, create) => {
    const signal = create()
    const { WebSocket, only } = scriptedClass()
    const options = { WebSocket, signal: signal as never }
    const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', options)
    const completed = new Promise<void>((resolve) => {
      channel.stream.subscribe({ complete: resolve })
    })
    only().open()
    channel.sink.add('a')
    const closed = channel.sink.close(4000)
    only().end(4000, '')
    expect(await closed).toMatchObject({ code: 4000, wasClean: true })
    await completed
    expect(only().listenerCount).toBe(0)
  })

  it.each(signals)('and %s aborts', async (_, create) => {
    const signal = create()
    const { WebSocket, only } = scriptedClass()
    const options = { WebSocket, signal: signal as never }
    const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', options)
    only().open()
    signal.abort()
    expect(await channel.closed).toEqual(lost)
    expect(only().listenerCount).toBe(0)
  })

  it('and lacks `removeEventListener` gets one listener for all channels after another', () => {
    const signal = signalWith({})
    for (let count = 0; count < 20; count++) {
      const [client] = channelPair({ signal: signal as never })
      client.abort()
    }
    expect(signal.added()).toBe(1)
  })
})
