import { describe, expect, it } from 'vitest'
import { byteLength } from '../../src/core/byte-length.js'
import { FrameQueue } from '../../src/core/frame-queue.js'

/** A queue of these frames. */
function queueOf(...frames: readonly string[]): FrameQueue<string> {
  const queue = new FrameQueue<string>()
  for (const frame of frames) queue.push(frame, byteLength(frame))
  return queue
}

describe('a queue of frames', () => {
  it('weighs its bytes while it has few frames', () => {
    const queue = queueOf('ü')
    expect([queue.weight(), queue.weight(1, 10)]).toEqual([2, 12])
  })

  it('weighs at least 64 bytes for each frame after the first 1024', () => {
    const queue = queueOf(...Array.from({ length: 1024 + 3 }, () => ''))
    expect([queue.weight(), queue.weight(1, 0)]).toEqual([3 * 64, 4 * 64])
  })

  it('returns frames in order, and can be used again after it was cleared', () => {
    const queue = queueOf('a', 'b', 'c')
    expect([queue.shift(), queue.length, queue.bytes]).toEqual(['a', 2, 2])
    queue.clear()
    expect([queue.shift(), queue.length, queue.bytes]).toEqual([undefined, 0, 0])
    queue.push('d', 1)
    expect([queue.shift(), queue.shift()]).toEqual(['d', undefined])
  })

  it('appends all frames of another queue, which is empty afterwards', () => {
    const [queue, other] = [queueOf('a'), queueOf('bc', 'def')]
    queue.append(other)
    expect([queue.length, queue.bytes, other.length, other.bytes]).toEqual([3, 6, 0, 0])
    other.append(queue)
    other.push('g', 1)
    const items = [other.shift(), other.shift(), other.shift(), other.shift()]
    expect([...items, other.length, other.bytes]).toEqual(['a', 'bc', 'def', 'g', 0, 0])
  })
})
