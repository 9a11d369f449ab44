import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { setCloseTimeout, wasClosedCleanly } from '../../../src/adapters/node/ws-fields.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'

describe('a socket', () => {
  it.each([true, false])(
    'whose answer to a close frame never left was not closed cleanly (fast path: %s)',
    async (fastPath) => {
      const session = new Session({ side: 'client' }, { fastPath })
      await settled()
      session.connection.stick()
      const payload = Buffer.concat([Buffer.from([0x0f, 0xa1]), Buffer.from('bye')])
      session.connection.receive(encodeAll([{ opcode: 8, payload }], 'client'))
      await settled()
      session.connection.receiveReset()
      expect(await session.channel.closed).toEqual({
        ...{ code: 4001, reason: 'bye', wasClean: false, initiator: 'remote' },
      })
    },
  )

  it('that ends before anything was read ends with 1006', async () => {
    const session = new Session({ side: 'server' }, { fastPath: true })
    session.connection.receiveEnd()
    expect(await session.channel.closed).toMatchObject({ code: 1006, wasClean: false })
  })
})

describe('a peer that ends the session and keeps the connection', () => {
  const broken = { opcode: 3 }
  const bye = { opcode: 8, payload: Buffer.from([3, 232]) }
  // A server drops a client that breaks the protocol at once.
  const all = [true, false].flatMap((fastPath) => [
    { side: 'client', fastPath, frame: bye, how: 'a close frame', code: 1000 } as const,
    { side: 'client', fastPath, frame: broken, how: 'a broken one', code: 1006 } as const,
    { side: 'server', fastPath, frame: bye, how: 'a close frame', code: 1000 } as const,
  ])

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(all)('with $how is waited for by a $side no longer than closeTimeout', async (its) => {
    const { side, fastPath, frame, code } = its
    const session = new Session({ side, channel: { closeTimeout: 200 } }, { fastPath })
    session.subscribe()
    await settled()
    session.connection.receive(encodeAll([frame], side))
    await settled()
    vi.advanceTimersByTime(199)
    await settled()
    expect(session.isOver).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await session.channel.closed).toMatchObject({ code })
    expect(session.connection.socket.destroyed).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a version of ws with other fields', () => {
  const unknown = new EventEmitter() as unknown as WebSocket

  it('keeps its own time for closing', () => {
    setCloseTimeout(unknown, 5)
    expect(Object.keys(unknown)).not.toContain('_closeTimeout')
  })

  it.each([
    [1000, true],
    [1005, true],
    [1006, false],
  ])('that reports code %d closed cleanly: %s', (code, wasClean) => {
    expect(wasClosedCleanly(unknown, code)).toBe(wasClean)
  })
})
