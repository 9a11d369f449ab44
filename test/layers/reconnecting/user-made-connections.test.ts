import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { userMade } from '../user-made-channel.js'
import { opener, pass, receivedOf } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A reconnecting channel over channels that have only the public interface. */
function overUserMade() {
  const { open, sockets } = opener()
  const channel = reconnecting<Frame, Sendable>(() => userMade(open()), {
    backoff: () => 0,
    network: false,
  })
  return { channel, sockets, received: receivedOf(channel) }
}

describe('connections that users made', () => {
  it('are replaced when they are lost, and carry messages both ways', async () => {
    const { channel, sockets, received } = overUserMade()
    channel.sink.add('queued')
    for (const text of ['a', 'b']) {
      await pass()
      sockets.at(-1)?.open()
      await pass()
      sockets.at(-1)?.message(text)
      channel.sink.add(`to ${text}`)
      await pass()
      sockets.at(-1)?.fail()
      await pass()
    }
    await pass(1)
    expect(sockets.map(({ sent }) => sent)).toEqual([['queued', 'to a'], ['to b'], []])
    expect([received, channel.state]).toEqual([['a', 'b'], 'open'])
    channel.abort()
  })

  it('end the channel when the peer closes with 1000', async () => {
    const { channel, sockets, received } = overUserMade()
    await pass()
    sockets[0]?.open()
    await pass()
    sockets[0]?.end(1000, '')
    await pass(1)
    expect([received, channel.status.name, sockets.length]).toEqual([['complete'], 'closed', 1])
  })

  it('are closed by `close`, with the code', async () => {
    const { channel, sockets, received } = overUserMade()
    await pass()
    sockets[0]?.open()
    await pass()
    const closed = channel.sink.close(4000, 'bye')
    expect(sockets[0]?.closeCalls).toEqual([[4000, 'bye']])
    sockets[0]?.end(4000, 'bye')
    await pass(1)
    expect(await closed).toMatchObject({ code: 4000, wasClean: true, initiator: 'local' })
    expect(received).toEqual(['complete'])
  })

  it('are aborted by `abort`, in each state', async () => {
    for (const isOpen of [false, true]) {
      const { channel, sockets, received } = overUserMade()
      await pass()
      if (isOpen) sockets[0]?.open()
      await pass()
      channel.abort(new Error('enough'))
      await pass(60_000)
      expect([sockets.length, sockets[0]?.readyState, vi.getTimerCount()]).toEqual([1, 2, 0])
      expect(received).toEqual([isOpen ? 'complete' : { error: new Error('enough') }])
    }
  })
})
