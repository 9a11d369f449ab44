import { describe, expect, it } from 'vitest'
import { recordedStream } from './recorded-stream.js'

describe('an iterator that falls behind', () => {
  it('pauses the socket above highWaterMark, once, and resumes it at highWaterMark', async () => {
    const { stream, calls, failures } = recordedStream()
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    const seen: unknown[] = []
    const record = (): unknown => seen.push([stream.isPaused, ...calls])
    for (const frame of ['read', '1234', '5', '6789012345']) {
      stream.push(frame)
      record()
    }
    await first
    for (let count = 0; count < 3; count++) {
      await iterator.next()
      record()
    }
    expect(seen).toEqual([
      [false],
      [false],
      [true, 'pause'],
      [true, 'pause'],
      [true, 'pause'],
      [true, 'pause'],
      [false, 'pause', 'resume'],
    ])
    expect(failures).toEqual([])
  })

  it.each([{}, null])('is bounded by maxHeldBytes if the socket cannot be paused: %j', (socket) => {
    const { stream, failures } = recordedStream(socket)
    void stream[Symbol.asyncIterator]().next()
    for (const frame of ['read', '12345', '6789']) stream.push(frame)
    expect(failures).toMatchObject([{ name: 'BufferOverflowError', actual: 9 }])
  })

  it('may buffer one frame above maxHeldBytes if the socket cannot be paused', async () => {
    const { stream, failures } = recordedStream({})
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    for (const frame of ['read', '123456789', '12345678']) stream.push(frame)
    expect(failures).toEqual([])
    await first
    expect(await iterator.next()).toEqual({ done: false, value: '123456789' })
    stream.push('9')
    expect(failures).toMatchObject([{ limit: 8, actual: 9 }])
  })
})
