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
})
