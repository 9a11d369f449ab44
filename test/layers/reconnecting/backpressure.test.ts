import { describe, expect, it } from 'vitest'
import { userMade } from '../user-made-channel.js'
import { overPairs } from './over-pairs.js'

describe('backpressure over connections', () => {
  it('a slow iteration keeps the next connection paused as well', async () => {
    const { channel, peer, isOpen } = overPairs({ highWaterMark: 10 })
    const iterator = channel.stream[Symbol.asyncIterator]()
    const first = iterator.next()
    await isOpen(1)
    for (const frame of ['one', 'x'.repeat(20), 'y'.repeat(20)]) peer().sink.add(frame)
    await expect(first).resolves.toMatchObject({ value: 'one' })
    await expect.poll(() => peer().sink.bufferedAmount).toBe(20)
    // A paused socket does not see the end of its connection.
    channel.reconnect()
    await isOpen(2)
    peer().sink.add('next')
    await new Promise((resolve) => setTimeout(resolve))
    expect(peer().sink.bufferedAmount).toBe(4)
    const rest: unknown[] = []
    for await (const frame of { [Symbol.asyncIterator]: () => iterator }) {
      rest.push(frame)
      if (frame === 'next') break
    }
    // What the lost connection had not delivered was lost with it.
    expect(rest).toEqual(['x'.repeat(20), 'next'])
    channel.abort()
  })

  it('what is held of all connections counts together', async () => {
    const { channel, peer, isOpen } = overPairs({ maxHeldBytes: 100 })
    await isOpen(1)
    peer().sink.add('x'.repeat(60))
    await new Promise((resolve) => setTimeout(resolve))
    peer().abort()
    await isOpen(2)
    peer().sink.add('y'.repeat(60))
    await channel.closed
    expect(channel.status).toMatchObject({ cause: { name: 'BufferOverflowError', actual: 120 } })
  })

  it('`addStream` pulls nothing while there is no connection', async () => {
    const { channel, peer, received, isOpen, isWaiting } = overPairs()
    let pulled = 0
    let isStopped = false
    function* source() {
      while (!isStopped) yield String(pulled++)
    }
    const done = channel.sink.addStream(source())
    await new Promise((resolve) => setTimeout(resolve))
    await isOpen(1)
    await expect.poll(() => received[0]?.length).toBeGreaterThan(0)
    peer().abort()
    await isWaiting()
    await isOpen(2)
    await expect.poll(() => received[1]?.length).toBeGreaterThan(0)
    isStopped = true
    await done
    const all = received.flat().map(Number)
    expect(all).toEqual([...all].sort((a, b) => a - b))
    expect(new Set(all).size).toBe(all.length)
    expect(channel.sink.bufferedAmount).toBe(0)
    channel.abort()
  })
})

it('comes back over channels that users made', async () => {
  const { channel, peer, received, isOpen, isWaiting } = overPairs({}, { wrap: userMade })
  const frames: unknown[] = []
  channel.stream.subscribe((frame) => frames.push(frame))
  channel.sink.add('one')
  await isOpen(1)
  peer().sink.add('first')
  await expect.poll(() => frames).toEqual(['first'])
  peer().abort()
  await isWaiting()
  channel.sink.add('two')
  await isOpen(2)
  peer().sink.add('second')
  await expect.poll(() => frames).toEqual(['first', 'second'])
  expect(received).toEqual([['one'], ['two']])
  await expect(channel.sink.close(3001)).resolves.toMatchObject({ code: 3001, initiator: 'local' })
})
