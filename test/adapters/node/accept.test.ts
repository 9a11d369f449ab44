import { describe, expect, it, vi } from 'vitest'
import { acceptSettings } from '../../../src/adapters/node/accept.js'
import { BufferOverflowError, ConnectionClosedError } from '../../../src/core/errors.js'
import { opcodes } from '../../peer/wire.js'
import { errorOf, MIB, noise, paths, untilStalled } from '../../server/accepted-paths.js'
import { AcceptingServer } from '../../server/accepting-server.js'

describe.each(paths)('an accepted channel $path', ({ options, extensions, isFast }) => {
  it('takes the path', async () => {
    await using server = await AcceptingServer.start(options)
    const { channel } = await server.connect(extensions)
    expect(channel.isFast).toBe(isFast)
  })

  it('ends when more than maxBufferedBytes wait and another message is added', async () => {
    const maxBufferedBytes = 2 * MIB
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes })
    const { client, channel } = await server.connect(extensions)
    const { sink } = channel
    const failed = errorOf(channel)
    client.pause()
    const message = noise(MIB)
    let added = 0
    while (sink.bufferedAmount <= maxBufferedBytes) {
      expect(channel.state).toBe('open')
      sink.add(message)
      added += MIB
      if (added % (4 * MIB) === 0) await untilStalled(channel)
    }
    expect(channel.state).toBe('open')
    const actual = sink.bufferedAmount
    sink.add('one more')
    expect(channel.state).toBe('closed')
    expect(sink.bufferedAmount).toBe(actual + 'one more'.length)
    sink.add('ignored')
    expect(sink.bufferedAmount).toBe(actual + 'one moreignored'.length)
    const error = await failed
    expect(error).toBeInstanceOf(BufferOverflowError)
    expect(error).toMatchObject({ limit: maxBufferedBytes, actual })
    expect(await channel.closed).toEqual({
      ...{ code: 1006, reason: '', wasClean: false, initiator: 'failure' },
    })
    client.resume()
    await vi.waitFor(() => {
      expect(client.end).toBeDefined()
    })
  })

  it('takes one message of any size', async () => {
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes: 0 })
    const { client, channel } = await server.connect(extensions)
    channel.sink.add(noise(2 * MIB))
    await channel.sink.addStream([])
    await vi.waitFor(() => {
      expect(channel.sink.bufferedAmount).toBe(0)
    })
    channel.sink.add('next')
    await vi.waitFor(() => {
      expect(client.frames.length).toBe(2)
    })
    expect(channel.state).toBe('open')
  })

  it('counts the pongs of a peer that pings without reading', async () => {
    const first = noise(16 * MIB)
    const maxBufferedBytes = first.length + 400
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes })
    const { client, channel } = await server.connect(extensions)
    client.pause()
    channel.sink.add(first)
    await untilStalled(channel)
    const room = maxBufferedBytes - channel.sink.bufferedAmount
    expect(room).toBeGreaterThanOrEqual(0)
    channel.sink.add('fits')
    expect(channel.state).toBe('open')
    const before = channel.sink.bufferedAmount
    for (let ping = 0; ping < 12; ping++) client.send(opcodes.ping, 'p'.repeat(125))
    await vi.waitFor(() => {
      expect(channel.sink.bufferedAmount).toBeGreaterThan(before + 1_000)
    })
    expect(channel.state).toBe('open')
    channel.sink.add('does not fit')
    expect(channel.state).toBe('closed')
    expect(await errorOf(channel)).toBeInstanceOf(BufferOverflowError)
  })

  it('ends an addStream that does not wait for the peer', async () => {
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes: MIB })
    const { client, channel } = await server.connect(extensions)
    client.pause()
    const failed = errorOf(channel)
    let timer: NodeJS.Timeout | undefined
    const message = noise(MIB)
    const endless = {
      subscribe: ({ next }: { next: (value: Buffer) => void }) => {
        timer = setInterval(() => {
          next(message)
        })
        return {
          unsubscribe: () => {
            clearInterval(timer)
          },
        }
      },
    }
    const added = channel.sink.addStream(endless as never)
    await expect(added).rejects.toThrow(ConnectionClosedError)
    await expect(added).rejects.toHaveProperty('cause', await failed)
    expect(await failed).toBeInstanceOf(BufferOverflowError)
  })

  it('goes on when a tick has more than maxBufferedBytes that the network takes', async () => {
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes: 100_000 })
    const { client, channel } = await server.connect(extensions)
    for (let message = 0; message < 500; message++) channel.sink.add('m'.repeat(500))
    await vi.waitFor(() => {
      expect(client.frames.length).toBe(500)
    })
    expect(channel.state).toBe('open')
  })

  it('slows no other', async () => {
    await using server = await AcceptingServer.start({ ...options, maxBufferedBytes: MIB })
    const slow = await server.connect(extensions)
    const fast = await server.connect(extensions)
    slow.client.pause()
    const message = noise(MIB / 4)
    const failed = errorOf(slow.channel)
    for (let round = 1; slow.channel.state === 'open'; round++) {
      slow.channel.sink.add(message)
      fast.channel.sink.add(message)
      await vi.waitFor(
        () => {
          expect(fast.client.frames.length).toBe(round)
        },
        { interval: 2, timeout: 5_000 },
      )
    }
    expect(await failed).toBeInstanceOf(BufferOverflowError)
    expect(fast.channel.state).toBe('open')
  })
})

describe('the options of accepted channels', () => {
  it('have defaults', () => {
    expect(acceptSettings({})).toMatchObject({
      channel: { closeTimeout: 5_000, highWaterMark: MIB, maxHeldBytes: 16 * MIB },
      frames: { fastPath: 'auto', sharesFrames: false },
      maxBufferedBytes: 16 * MIB,
    })
  })

  it.each([
    [{ maxBufferedBytes: '1' }, TypeError],
    [{ maxBufferedBytes: -1 }, RangeError],
    [{ maxBufferedBytes: NaN }, RangeError],
    [{ maxHeldBytes: null }, TypeError],
    [{ fastPath: 'on' }, RangeError],
    [{ path: '/' }, TypeError],
  ])('are checked: %o', (options, Expected) => {
    expect(() => acceptSettings(options as never)).toThrow(Expected)
  })

  it('may be more, of the caller', () => {
    expect(() => acceptSettings({ path: '/' } as never, ', path')).not.toThrow()
  })
})
