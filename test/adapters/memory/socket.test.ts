import { describe, expect, it } from 'vitest'
import { memoryPair } from '../../../src/adapters/memory/socket.js'
import { channelPair } from '../../../src/channels/channel-pair.js'
import type { Frame } from '../../../src/core/frame.js'
import type { SocketHandlers } from '../../../src/core/socket.js'

function recorder(frames: Frame[], onFrame: () => void): SocketHandlers {
  return {
    opened: () => undefined,
    message: (frame) => {
      frames.push(frame)
      onFrame()
    },
    closed: () => undefined,
    failed: () => undefined,
  }
}

describe('a pair in memory', () => {
  it('keeps what is sent before the other end listens', async () => {
    const [client, server] = memoryPair()
    const frames: Frame[] = []
    client.attach(recorder([], () => undefined))
    client.send('early')
    expect(client.bufferedAmount).toBe(5)
    await new Promise<void>((resolve) => {
      server.attach(recorder(frames, resolve))
    })
    expect([frames, client.bufferedAmount]).toEqual([['early'], 0])
  })

  it.each([
    () => Promise.reject(new Error('gone')),
    () => {
      throw new Error('gone')
    },
  ])('breaks, for both ends, when a Blob cannot be read', async (arrayBuffer) => {
    const [client, server] = channelPair()
    const blob = Object.assign(new Blob(['x']), { arrayBuffer })
    client.sink.add(blob)
    client.sink.add('behind it')
    const frames: Frame[] = []
    server.stream.subscribe({ next: (frame) => frames.push(frame), error: () => undefined })
    const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }
    expect(await Promise.all([client.closed, server.closed])).toEqual([lost, lost])
    expect(frames).toEqual([])
  })
})
