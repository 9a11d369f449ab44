import { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { broadcast } from '../../src/server/broadcast.js'
import { Session, settled } from '../adapters/node/fast-path/harness/session.js'
import { MIB } from './accepted-paths.js'

const stuckSessions: Session[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  for (const { channel } of stuckSessions.splice(0)) channel.abort()
  await settled()
})

/** Servers' channels over connections without a network. */
async function servers(count: number, fastPath = true): Promise<Session[]> {
  const sessions = Array.from(
    { length: count },
    () => new Session({ side: 'server' }, { fastPath }),
  )
  stuckSessions.push(...sessions)
  await settled()
  return sessions
}

function channelsOf(sessions: readonly Session[]): Channel<Frame, Sendable>[] {
  return sessions.map(({ channel }) => channel)
}

/** What is written to each connection from now on, chunk by chunk. */
function writesTo(sessions: readonly Session[]): Buffer[][] {
  const spy = vi.spyOn(Socket.prototype, 'write')
  const written = sessions.map((): Buffer[] => [])
  spy.mockImplementation(function (this: Socket, ...values: unknown[]) {
    const index = sessions.findIndex(({ connection }) => connection.socket === this)
    written[index]?.push(values[0] as Buffer)
    return true
  })
  return written
}

describe('a broadcast to servers on the fast path', () => {
  it('gives all connections the same buffer', async () => {
    const sessions = await servers(3)
    const written = writesTo(sessions)
    broadcast(channelsOf(sessions), 'shared')
    await settled()
    const [frame] = written[0] ?? []
    expect(frame?.toString('latin1')).toBe('\x81\x06shared')
    for (const chunks of written) {
      expect(chunks).toHaveLength(1)
      expect(chunks[0]).toBe(frame)
    }
  })

  it('writes the messages of a tick once for each connection, from one buffer', async () => {
    const sessions = await servers(3)
    const written = writesTo(sessions)
    for (let tick = 0; tick < 4; tick++) {
      for (const text of ['a', 'b', 'c']) broadcast(channelsOf(sessions), `${text}${tick}`)
      await settled()
    }
    for (const chunks of written) {
      expect(chunks.map(String)).toEqual(
        [0, 1, 2, 3].map((tick) => `\ufffd\u0002a${tick}\ufffd\u0002b${tick}\ufffd\u0002c${tick}`),
      )
      chunks.forEach((chunk, tick) => {
        expect(chunk).toBe(written[0]?.[tick])
      })
    }
  })

  it('writes the messages of an await loop together', async () => {
    const sessions = await servers(2)
    const written = writesTo(sessions)
    for (const text of ['a', 'b', 'c']) {
      broadcast(channelsOf(sessions), text)
      await Promise.resolve()
    }
    await settled()
    expect(written.map((chunks) => chunks.length)).toEqual([1, 1])
  })

  it('writes for each connection the messages that it got', async () => {
    const sessions = await servers(3)
    const [first, second, third] = channelsOf(sessions)
    if (!first || !second || !third) throw new Error('There are three')
    broadcast([first, second, third], '1')
    broadcast([first, third], '2')
    broadcast([second], '3')
    broadcast([first, second, third], '4')
    first.sink.add('5')
    broadcast([first, second, third], '6')
    await settled()
    expect(sessions.map(({ trace }) => trace.sent)).toEqual(
      [
        [1, 2, 4, 5, 6],
        [1, 3, 4, 6],
        [1, 2, 4, 6],
      ].map((texts) => texts.map((text) => `sent 1 3${text}`)),
    )
  })

  it('keeps long messages shared between those of one connection', async () => {
    const sessions = await servers(2)
    const written = writesTo(sessions)
    const [first] = channelsOf(sessions)
    const long = 'l'.repeat(10_000)
    first?.sink.add('0')
    first?.sink.add('1')
    broadcast(channelsOf(sessions), long)
    first?.sink.add('2')
    await settled()
    const [mixed = [], alone = []] = written
    expect(mixed.map(({ length }) => length)).toEqual([3, 3, 10_004, 3])
    expect(alone).toEqual([mixed[2]])
    expect(mixed[2]).toBe(alone[0])
  })

  it('writes early what is long, and everything in order', async () => {
    const sessions = await servers(2)
    const texts = Array.from({ length: 40 }, (_, index) => String(index).padEnd(5_000, '.'))
    for (const text of texts) broadcast(channelsOf(sessions), text)
    broadcast(channelsOf(sessions), 'x'.repeat(200_000))
    await settled()
    for (const { trace } of sessions) {
      expect(trace.sent).toHaveLength(41)
      expect(trace.sent).toEqual(sessions[0]?.trace.sent)
    }
  })

  it('counts in bufferedAmount until it is written, and for good after an abort', async () => {
    const [session] = await servers(1)
    if (!session) throw new Error('There is one')
    const { sink } = session.channel
    broadcast([session.channel], 'a'.repeat(10))
    expect(sink.bufferedAmount).toBe(12)
    await settled()
    expect(sink.bufferedAmount).toBe(0)
    broadcast([session.channel], 'a'.repeat(10))
    broadcast([session.channel], 'a'.repeat(20))
    session.channel.abort()
    expect(sink.bufferedAmount).toBe(12 + 22)
    await settled()
    expect(session.trace.sent).toHaveLength(1)
  })

  it('is left to ws, in order, once the peer has begun to close', async () => {
    const [session] = await servers(1)
    if (!session) throw new Error('There is one')
    broadcast([session.channel], 'a')
    session.connection.receive(Buffer.from([0x88, 0x80, 0, 0, 0, 0]))
    broadcast([session.channel], 'b')
    await settled()
    expect(session.trace.sent.slice(0, 2)).toEqual(['sent 1 61', 'sent 8 '])
  })

  it('shares between the channels of two copies of the package', async () => {
    const sessions = await servers(1)
    vi.resetModules()
    const copy = await import('../adapters/node/fast-path/harness/session.js')
    const other = new copy.Session({ side: 'server' }, { fastPath: true })
    await settled()
    expect(other).not.toBeInstanceOf(Session)
    const written = writesTo([...sessions, other])
    broadcast([...channelsOf(sessions), other.channel], 'both')
    await settled()
    const [[mine], [others]] = written as [Buffer[], Buffer[]]
    expect(mine).toBeDefined()
    expect(others).toBe(mine)
    other.channel.abort()
  })
})

describe('a broadcast to servers without the fast path', () => {
  it('gives all connections the same bytes', async () => {
    const sessions = await servers(3, false)
    for (const data of ['shared', Buffer.from('shared')]) {
      const written = writesTo(sessions)
      broadcast(channelsOf(sessions), data)
      await settled()
      const payloads = written.map(([, payload]) => payload)
      expect(payloads.map(String)).toEqual(['shared', 'shared', 'shared'])
      for (const payload of payloads) {
        expect(payload?.buffer).toBe(payloads[0]?.buffer)
        expect(payload?.byteOffset).toBe(payloads[0]?.byteOffset)
      }
      vi.restoreAllMocks()
    }
  })
})

describe.each([true, false])('1,000 clients that do not read (fast path: %s)', (fastPath) => {
  it.each([
    ['a text of 1 MiB', ['m'.repeat(MIB)], 1],
    ['a binary message of 1 MiB', [new Uint8Array(MIB)], 1],
    ['50 texts of 10 KB in one tick', Array<string>(50).fill('m'.repeat(10_000)), 0.5],
  ])('hold %s once', async (_, messages, size) => {
    const sessions = await servers(1_000, fastPath)
    for (const { connection } of sessions) connection.stick()
    const channels = channelsOf(sessions)
    const before = process.memoryUsage().arrayBuffers
    for (const message of messages) broadcast(channels, message)
    await settled()
    const { arrayBuffers } = process.memoryUsage()
    for (const { sink } of channels) expect(sink.bufferedAmount).toBeGreaterThan(size * MIB * 0.9)
    // Each has a header, where ws writes that, and many share the slabs of Node's pool.
    expect(arrayBuffers - before).toBeLessThan(
      size * 2 * MIB + messages.length * 1_000 * 16 + 2 * MIB,
    )
  })
})
