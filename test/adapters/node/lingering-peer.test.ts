import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'

describe('a peer that ends the session and keeps the connection', () => {
  const broken = { opcode: 3 }
  const bye = { opcode: 8, payload: Buffer.from([3, 232]) }
  const all = (['client', 'server'] as const).flatMap((side) =>
    [true, false].flatMap((fastPath) => [
      { side, fastPath, frame: bye, how: 'a close frame', code: 1000 },
      { side, fastPath, frame: broken, how: 'a broken one', code: 1006 },
    ]),
  )

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(all)('with $how is waited for by a $side no longer than told', async (its) => {
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
