import { Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { destroyWhenFinished } from '../../../src/adapters/node/destroy-when-finished.js'
import { ConnectionClosedError } from '../../../src/core/errors.js'
import { opcodes } from '../../peer/wire.js'
import { errorOf, MIB, noise, paths, untilStalled } from '../../server/accepted-paths.js'
import { AcceptingServer } from '../../server/accepting-server.js'

const violations = [
  [1002, 'an unmasked frame', Buffer.from([0x81, 0x01, 0x61])],
  [1002, 'a reserved bit', Buffer.from([0xb1, 0x80, 0, 0, 0, 0])],
  [1002, 'an unknown opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
  [1002, 'a continuation of nothing', Buffer.from([0x80, 0x80, 0, 0, 0, 0])],
  [1002, 'a close frame of one byte', Buffer.from([0x88, 0x81, 0, 0, 0, 0, 0])],
  [1007, 'invalid UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])],
  [
    1009,
    'a message larger than maxPayload',
    Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0]),
  ],
] as const

describe.each(paths)('a client $path that sends', ({ options, extensions }) => {
  it.each(violations)('%i: %s, is sent its close frame and dropped', async (code, _, bytes) => {
    // With a time out of reach: what ends the connection is not the timer of ws.
    await using server = await AcceptingServer.start({ ...options, closeTimeout: Infinity })
    const { client, channel } = await server.connect(extensions)
    const failed = errorOf(channel)
    channel.sink.add('before')
    client.write(bytes)
    expect(await failed).toBeInstanceOf(ConnectionClosedError)
    await vi.waitFor(() => {
      expect(client.end).toBeDefined()
    })
    expect(client.texts).toEqual(['before'])
    expect(client.closeCodes).toEqual([code])
    expect(await channel.closed).toMatchObject({ wasClean: false, initiator: 'failure' })
  })

  it('too much, in the middle of its message, is sent its close frame and dropped', async () => {
    await using server = await AcceptingServer.start({ ...options, closeTimeout: Infinity })
    const { client, channel } = await server.connect(extensions)
    const failed = errorOf(channel)
    client.send(opcodes.binary, Buffer.alloc(4 * MIB))
    expect(await failed).toBeInstanceOf(ConnectionClosedError)
    await vi.waitFor(() => {
      expect(client.end).toBeDefined()
    })
    expect(client.closeCodes).toEqual([1009])
  })

  it('rubbish and reads nothing is dropped after closeTimeout', async () => {
    await using server = await AcceptingServer.start({ ...options, closeTimeout: 200 })
    const { client, channel } = await server.connect(extensions)
    client.pause()
    const failed = errorOf(channel)
    channel.sink.add(noise(16 * MIB))
    await untilStalled(channel)
    client.write(Buffer.from([0x81, 0x01, 0x61]))
    expect(await failed).toBeInstanceOf(ConnectionClosedError)
  })
})

describe('a connection', () => {
  it('is destroyed when everything has left, its end included', async () => {
    const finals: (() => void)[] = []
    const tcp = new Socket()
    Object.assign(tcp, { _final: (done: () => void) => finals.push(done) })
    destroyWhenFinished(tcp)
    tcp.end()
    await vi.waitFor(() => {
      expect(finals).toHaveLength(1)
    })
    expect(tcp.destroyed).toBe(false)
    finals[0]?.()
    await vi.waitFor(() => {
      expect(tcp.destroyed).toBe(true)
    })
  })

  it('is destroyed at once if everything has left', async () => {
    const tcp = new Socket()
    Object.assign(tcp, {
      _final: (done: () => void) => {
        done()
      },
    })
    tcp.end()
    await vi.waitFor(() => {
      expect(tcp.writableFinished).toBe(true)
    })
    destroyWhenFinished(tcp)
    expect(tcp.destroyed).toBe(true)
  })

  it('may be unknown', () => {
    expect(() => {
      destroyWhenFinished(undefined)
    }).not.toThrow()
  })
})
