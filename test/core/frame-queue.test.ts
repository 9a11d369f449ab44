import { describe, expect, it } from 'vitest'
import { FrameQueue } from '../../src/core/frame-queue.js'

describe('a queue of frames', () => {
  it('weighs what its bytes are, as long as they are few', () => {
    const queue = new FrameQueue()
    queue.push('ü')
    expect([queue.weight(), queue.weight(1, 10)]).toEqual([2, 12])
  })

  it('weighs 64 bytes for each frame beyond 1024, be it empty', () => {
    const queue = new FrameQueue()
    for (let count = 0; count < 1024 + 3; count++) queue.push('')
    expect([queue.weight(), queue.weight(1, 0)]).toEqual([3 * 64, 4 * 64])
  })

  it('gives what it was given, in order, and is as new when cleared', () => {
    const queue = new FrameQueue()
    for (const item of ['a', 'b', 'c']) queue.push(item)
    expect([queue.shift(), queue.length, queue.bytes]).toEqual(['a', 2, 2])
    queue.clear()
    expect([queue.shift(), queue.length, queue.bytes]).toEqual([undefined, 0, 0])
    queue.push('d')
    expect([queue.shift(), queue.shift()]).toEqual(['d', undefined])
  })

  it('takes over all of another, behind its own, and leaves that empty', () => {
    const [queue, other] = [new FrameQueue(), new FrameQueue()]
    queue.push('a')
    for (const item of ['bc', 'def']) other.push(item)
    queue.append(other)
    expect([queue.length, queue.bytes, other.length, other.bytes]).toEqual([3, 6, 0, 0])
    other.append(queue)
    other.push('g')
    const items = [other.shift(), other.shift(), other.shift(), other.shift()]
    expect([...items, other.length, other.bytes]).toEqual(['a', 'bc', 'def', 'g', 0, 0])
  })
})
