import { describe, expect, it } from 'vitest'
import { broadcast } from '../../../../src/server/broadcast.js'
import { Session, settled } from './harness/session.js'

/** A server's channel whose peer reads nothing, and for which 64 KB wait. */
async function full(): Promise<Session> {
  const session = new Session({ side: 'server' }, { fastPath: true })
  await settled()
  session.connection.stick()
  session.channel.sink.add('x'.repeat(70_000))
  await settled()
  return session
}

describe('a full connection', () => {
  it('gets the short frames of many ticks in few writes, in order', async () => {
    const { channel, connection, trace } = await full()
    for (let tick = 0; tick < 300; tick++) {
      if (tick % 3 === 0) broadcast([channel], String(tick))
      else channel.sink.add(String(tick))
      await settled()
    }
    const texts = Array.from({ length: 300 }, (_, tick) => String(tick))
    const waiting = texts.reduce((bytes, text) => bytes + 2 + text.length, 70_010)
    expect(channel.sink.bufferedAmount).toBe(waiting)
    expect(connection.socket.writableLength).toBe(70_010)
    connection.unstick()
    await settled()
    expect(trace.sent.slice(1)).toEqual(
      texts.map((text) => `sent 1 ${Buffer.from(text).toString('hex')}`),
    )
    expect(channel.sink.bufferedAmount).toBe(0)
    expect(connection.socket.listenerCount('drain')).toBe(0)
    channel.abort()
  })

  it('gets them before a long frame, and before what ws writes', async () => {
    const { channel, connection, trace } = await full()
    channel.sink.add('a')
    await settled()
    broadcast([channel], 'l'.repeat(5_000))
    await settled()
    channel.sink.add('b')
    await settled()
    void channel.sink.close(1001)
    connection.unstick()
    await settled()
    const kinds = trace.sent.map((line) => line.slice(0, 9))
    expect(kinds.slice(1)).toEqual(['sent 1 61', kinds[2], 'sent 1 62', 'sent 8 03'])
    channel.abort()
  })

  it('that is dropped counts them, and keeps no listener', async () => {
    const { channel, connection } = await full()
    channel.sink.add('a')
    await settled()
    channel.abort()
    expect(channel.sink.bufferedAmount).toBe(70_010 + 3)
    expect(connection.socket.listenerCount('drain')).toBe(0)
  })
})
