import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../src/core/frame.js'
import { recordedStream } from './recorded-stream.js'

describe('an iterator', () => {
  it('that is returned before the first next is done and leaves held frames to others', async () => {
    const { stream } = recordedStream()
    const iterator = stream[Symbol.asyncIterator]()
    await iterator.return?.()
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    stream.push('1')
    const held: Frame[] = []
    stream.subscribe((frame) => held.push(frame))
    await Promise.resolve()
    expect(held).toEqual(['1'])
  })
})
