import { describe, expect, it, vi } from 'vitest'
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

  it('that ends before anything was read says only that', async () => {
    const session = new Session({ side: 'server' }, { fastPath: true })
    session.connection.receiveEnd()
    expect(await session.channel.closed).toMatchObject({ code: 1006, wasClean: false })
  })
})

describe('two copies of the package in one process', () => {
  it('do not both take over a socket', async () => {
    const { native, channel } = new Session({ side: 'client' }, { fastPath: true })
    await settled()
    vi.resetModules()
    const { NodeWebSocketChannel } = await import('../../../src/node.js')
    expect(() => NodeWebSocketChannel.from(native)).toThrow(
      new TypeError('Cannot take over a socket that a channel has already'),
    )
    channel.abort()
  })
})
