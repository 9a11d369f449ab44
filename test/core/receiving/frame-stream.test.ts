import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../src/core/frame.js'
import { recordedStream } from './recorded-stream.js'

describe('a stream without consumers', () => {
  it('fails when the held frames exceed maxHeldBytes, with the bytes they would have had', () => {
    const { stream, failures } = recordedStream()
    for (const frame of ['12345', '678', '9']) stream.push(frame)
    expect(failures).toHaveLength(1)
    const message = 'Cannot hold 9 unread bytes: maxHeldBytes is 8'
    expect(failures[0]).toMatchObject({ message, limit: 8, actual: 9 })
  })

  it('holds again what an iterator has not read, ahead of later frames', async () => {
    const { stream } = recordedStream()
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    stream.push('read')
    await first
    const subscription = stream.subscribe(() => {
      subscription.unsubscribe()
      stream.push('2')
      void iterator.return?.()
    })
    stream.push('1')
    const held: Frame[] = []
    stream.subscribe((frame) => held.push(frame))
    await Promise.resolve()
    expect(held).toEqual(['1', '2'])
  })

  it('holds one frame above maxHeldBytes, and as much as maxHeldBytes behind it', () => {
    const { stream, failures } = recordedStream()
    for (const frame of ['123456789', '1234', '5678']) stream.push(frame)
    expect(failures).toEqual([])
    stream.push('9')
    expect(failures).toMatchObject([{ limit: 8, actual: 18 }])
  })

  it.each([
    ['hold', ['second']],
    ['drop', []],
  ] as const)(
    'with `unobserved: "%s"` treats a frame that arrives while the last handler unsubscribes like any other',
    async (unobserved, expected) => {
      const { stream } = recordedStream(undefined, { unobserved })
      const subscription = stream.subscribe(() => {
        stream.push('second')
        subscription.unsubscribe()
      })
      stream.push('first')
      const frames: Frame[] = []
      stream.subscribe((frame) => frames.push(frame))
      await Promise.resolve()
      expect(frames).toEqual(expected)
    },
  )

  it('with `unobserved: "drop"` delivers a frame that arrives while a handler replaces its subscription', () => {
    const { stream } = recordedStream(undefined, { unobserved: 'drop' })
    const frames: Frame[] = []
    const subscription = stream.subscribe(() => {
      stream.push('second')
      subscription.unsubscribe()
      stream.subscribe((frame) => frames.push(frame))
    })
    stream.push('first')
    expect(frames).toEqual(['second'])
  })
})
