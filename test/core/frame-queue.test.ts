import { describe, expect, it } from 'vitest'
import { frameWeigher } from '../../src/core/byte-length.js'
import { FrameQueue } from '../../src/core/frame-queue.js'

/** A queue of these frames. */
function queueOf(...frames: readonly string[]): FrameQueue<string> {
  const queue = new FrameQueue<string>(frameWeigher)
  for (const frame of frames) queue.push(frame)
  return queue
}

function drain(queue: FrameQueue<string>): string[] {
  const items: string[] = []
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item)
  return items
}

describe('a queue of frames', () => {
  it('returns frames in order, and can be used again after it was cleared', () => {
    const queue = queueOf('a', 'b', 'c')
    expect([queue.shift(), queue.length, queue.bytes]).toEqual(['a', 2, 2])
    queue.clear()
    expect([queue.shift(), queue.length, queue.bytes]).toEqual([undefined, 0, 0])
    queue.push('d')
    expect([queue.shift(), queue.shift()]).toEqual(['d', undefined])
  })

  it('knows the bytes of its frames after every step', () => {
    const queue = queueOf()
    const bytes: number[] = []
    for (const frame of ['é', '', '€€', 'a']) {
      queue.push(frame)
      bytes.push(queue.bytes)
    }
    while (queue.shift() !== undefined) bytes.push(queue.bytes)
    expect(bytes).toEqual([2, 2, 8, 9, 7, 7, 1, 0])
  })

  it('appends all frames of another queue, which is empty afterwards', () => {
    const [queue, other] = [queueOf('a'), queueOf('bc', 'def')]
    queue.append(other)
    expect([queue.length, queue.bytes, other.length, other.bytes]).toEqual([3, 6, 0, 0])
    other.append(queue)
    other.push('g')
    expect([other.length, other.bytes]).toEqual([4, 7])
    expect([...drain(other), other.length, other.bytes]).toEqual(['a', 'bc', 'def', 'g', 0, 0])
  })

  // Measured frames stay measured, whichever of the two queues has been measured before.
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('knows its bytes after an append: measured before %s, %s', (isMeasured, isOtherMeasured) => {
    const [queue, other] = [queueOf('é', 'é'), queueOf('€')]
    if (isMeasured) expect(queue.bytes).toBe(4)
    if (isOtherMeasured) expect(other.bytes).toBe(3)
    queue.append(other)
    queue.push('a')
    expect(queue.bytes).toBe(8)
    expect(drain(queue)).toEqual(['é', 'é', '€', 'a'])
    expect(queue.bytes).toBe(0)
  })
})

describe('the limit of a queue', () => {
  it('is compared with an estimate until that is above it', () => {
    const queue = queueOf('abc')
    expect([queue.weigh(9), queue.weigh(12, 'd'), queue.weigh(8), queue.weigh(9)]).toEqual([
      9, 12, 3, 3,
    ])
    expect(queue.weigh(3, 'd')).toBe(4)
  })

  it('counts bytes while there are few frames', () => {
    const queue = queueOf('üü')
    expect([queue.weigh(3), queue.weigh(4)]).toEqual([4, 4])
    expect([queue.add('ab', 5), queue.length]).toEqual([6, 1])
    expect([queue.add('a', 5), queue.length]).toEqual([undefined, 2])
  })

  it('counts at least 64 bytes for each frame after the first 1024', () => {
    const queue = queueOf(...Array.from({ length: 1024 + 3 }, () => ''))
    expect([queue.weigh(0), queue.weigh(Infinity, '')]).toEqual([3 * 64, 4 * 64])
    expect([queue.add('', 4 * 64 - 1), queue.add('', 4 * 64)]).toEqual([4 * 64, undefined])
  })

  it('does not apply to the first frame, and applies to the frames behind a first frame above it', () => {
    const queue = queueOf()
    expect([queue.add('12345', 4), queue.add('ab', 4), queue.add('cd', 4)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect([queue.add('e', 4), queue.length]).toEqual([10, 3])
    expect([queue.shift(), queue.add('e', 4)]).toEqual(['12345', 5])
  })

  it('applies to the first frame, too, if that is not above it', () => {
    const queue = queueOf('1234')
    expect([queue.add('5', 4), queue.length]).toEqual([5, 1])
  })
})
