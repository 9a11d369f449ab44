import { describe, expect, it } from 'vitest'
import type { BufferOverflowError } from '../../../src/core/errors.js'
import type { Frame } from '../../../src/core/frame.js'
import { FrameStream, type StreamPort } from '../../../src/core/receiving/frame-stream.js'
import { CONNECTING, transition } from '../../../src/core/lifecycle/lifecycle.js'
import type { Socket } from '../../../src/core/socket.js'

const limits = { highWaterMark: 4, maxHeldBytes: 8, unobserved: 'hold' } as const

/** A stream over a socket that only notes what it is asked for. */
function recorded(socket: Partial<Socket> | undefined): {
  stream: FrameStream
  failures: BufferOverflowError[]
} {
  const failures: BufferOverflowError[] = []
  const port: StreamPort = {
    lifecycle: transition(CONNECTING, 'opened'),
    socket: socket as Socket | undefined,
    fail: (error) => failures.push(error),
  }
  return { stream: new FrameStream(port, limits), failures }
}

/** The same over a socket that can be paused, with the calls of that. */
function pausable(): ReturnType<typeof recorded> & { calls: string[] } {
  const calls: string[] = []
  const made = recorded({ pause: () => calls.push('pause'), resume: () => calls.push('resume') })
  return { ...made, calls }
}

describe('a stream that nobody reads', () => {
  it('fails with what would have waited, where that is too much', () => {
    const { stream, failures } = pausable()
    for (const frame of ['12345', '678', '9']) stream.push(frame)
    expect(failures).toHaveLength(1)
    const message = 'Cannot hold 9 unread bytes: maxHeldBytes is 8'
    expect(failures[0]).toMatchObject({ message, limit: 8, actual: 9 })
  })
})

describe('an iterator that falls behind', () => {
  it('pauses the socket above its mark, once, and resumes it at the mark', async () => {
    const { stream, calls, failures } = pausable()
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    const seen: unknown[] = []
    const note = (): unknown => seen.push([stream.isPaused, ...calls])
    for (const frame of ['taken', '1234', '5', '6789012345']) {
      stream.push(frame)
      note()
    }
    await first
    for (let taken = 0; taken < 3; taken++) {
      await iterator.next()
      note()
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

  it.each([{}, undefined])('is bounded where the socket cannot be paused: %j', (socket) => {
    const { stream, failures } = recorded(socket)
    void stream[Symbol.asyncIterator]().next()
    for (const frame of ['taken', '12345', '6789']) stream.push(frame)
    expect(failures.map(({ actual }) => actual)).toEqual([9])
  })

  it('gives back what it has not taken ahead of what came after it', async () => {
    const { stream } = pausable()
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    stream.push('taken')
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

  it('that was ended before it began takes nothing', async () => {
    const { stream } = pausable()
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
