import { firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../../src/channels/browser-web-socket-channel.js'
import type { Channel } from '../../../src/core/channel.js'
import { json } from '../../../src/layers/json.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { scriptedClass } from '../../faults/model/scripted-class.js'
import { opened, opener, pass, receivedOf, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the end of a connection by the peer', () => {
  it('with 1000 completes the channel', async () => {
    const made = await opened()
    made.socket.end(1000, 'done')
    await pass()
    const info = { code: 1000, reason: 'done', wasClean: true, initiator: 'remote' }
    expect(made.received).toEqual(['complete'])
    expect(await made.channel.closed).toEqual(info)
    expect(made.channel.status).toEqual({ name: 'closed', info, cause: undefined })
    expect([made.channel.closeCode, made.channel.closeReason]).toEqual([1000, 'done'])
  })

  it.each([1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003])(
    'with %i ends the channel with the error of that connection',
    async (code) => {
      const errors: unknown[] = []
      const made = await opened()
      made.channel.connections.subscribe(({ stream }) => {
        stream.subscribe({ error: (error: unknown) => errors.push(error) })
      })
      made.socket.end(code, 'why')
      await pass()
      const info = { code, reason: 'why', wasClean: true, initiator: 'remote' }
      expect(errors).toMatchObject([{ name: 'ConnectionClosedError', ...info }])
      expect(made.received).toEqual([{ error: errors[0] }])
      expect((made.received[0] as { error: unknown }).error).toBe(errors[0])
      expect(made.channel.status).toMatchObject({ name: 'closed', info, cause: errors[0] })
      await pass(600_000)
      expect(made.attempts).toHaveLength(1)
    },
  )

  it.each([1001, 1005, 1006, 1011, 1012, 1013, 1014, 3008, 4000, 4999])(
    'with %i is followed by another connection',
    async (code) => {
      const made = await opened()
      made.socket.end(code, '')
      await pass(2_000)
      expect([made.attempts.length, made.received, made.channel.state]).toEqual([2, [], 'open'])
      made.channel.abort()
    },
  )

  it.each([
    [1000, 'complete'],
    [1001, 'complete'],
    [1005, 'complete'],
    [1011, { error: { name: 'ConnectionClosedError', code: 1011 } }],
  ] as const)('with %i, where `shouldReconnect` ends it, is %j', async (code, end) => {
    const made = await opened({ shouldReconnect: () => false })
    made.socket.end(code, '')
    await pass()
    expect(made.received).toMatchObject([end])
    expect(await made.channel.closed).toMatchObject({ code, initiator: 'remote' })
  })

  it('with 1000 during `onOpen` is an error, because the channel was never open', async () => {
    const made = await opened({ onOpen: () => new Promise(() => undefined) })
    made.socket.end(1000, '')
    await pass()
    const error = { name: 'ConnectionClosedError', code: 1000, initiator: 'remote' }
    expect(made.received).toMatchObject([{ error }])
    await expect(made.channel.ready).rejects.toBe((made.received[0] as { error: unknown }).error)
    expect(await made.channel.closed).toMatchObject({ code: 1000, wasClean: true })
    expect([made.openSockets, vi.getTimerCount()]).toEqual([0, 0])
  })
})

describe('a connection that is ended from inside', () => {
  it.each<[what: string, end: (connection: Channel<unknown, never>) => void]>([
    ['close', ({ sink }) => void sink.close(1000)],
    [
      'abort',
      (connection) => {
        connection.abort()
      },
    ],
    [
      'addError',
      ({ sink }) => {
        sink.addError(new Error('inside'))
      },
    ],
  ])('by its `%s` is lost like any other', async (_what, end) => {
    const made = await opened()
    made.channel.connections.subscribe(end)
    made.socket.end(1000, '')
    await pass(2_000)
    expect([made.attempts.length, made.channel.state, made.received]).toEqual([2, 'open', []])
    made.channel.abort()
  })

  it('by a signal of the connection is lost like any other', async () => {
    const { WebSocket, made } = scriptedClass()
    const controllers: AbortController[] = []
    const channel = reconnecting(
      () => {
        const controller = new AbortController()
        controllers.push(controller)
        return BrowserWebSocketChannel.connect('ws://host/', {
          WebSocket,
          signal: controller.signal,
        })
      },
      { backoff: () => 1_000, network: false },
    )
    await pass()
    made[0]?.open()
    await pass()
    controllers[0]?.abort()
    await pass(1_000)
    controllers[1]?.abort()
    await pass(1_000)
    expect([made.length, channel.state]).toEqual([3, 'open'])
    channel.abort()
  })
})

describe('a failure that would come again', () => {
  it('as a refused subprotocol ends the channel with that error', async () => {
    const { WebSocket, only } = scriptedClass()
    const channel = reconnecting(
      () => BrowserWebSocketChannel.connect('ws://host/', { WebSocket, protocols: 'chat' }),
      { network: false },
    )
    const received = receivedOf(channel)
    await pass()
    only().open()
    await pass()
    const error = { name: 'ConnectionFailedError', phase: 'subprotocol' }
    expect(received).toMatchObject([{ error }])
    await expect(channel.ready).rejects.toBe((received[0] as { error: unknown }).error)
    await pass(600_000)
    expect(only().readyState).toBeGreaterThan(1)
  })

  it('as a message that a layer inside cannot decode ends the channel with that error', async () => {
    const { open, sockets } = opener()
    const channel = reconnecting(() => open().pipe(json()), { network: false })
    const received = receivedOf(channel)
    await pass()
    sockets[0]?.open()
    await pass()
    sockets[0]?.message('1')
    sockets[0]?.message('{')
    sockets[0]?.message('2')
    await pass()
    expect(received).toMatchObject([1, { error: { name: 'MessageError', data: '{' } }])
    expect(await channel.closed).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      initiator: 'failure',
    })
    await pass(600_000)
    expect(sockets).toHaveLength(1)
  })
})

describe('messages', () => {
  it('of a lost connection come before those of the next, also where nobody subscribed', async () => {
    const { open, sockets } = opener()
    const channel = reconnecting(open, { backoff: () => 0, network: false })
    await pass()
    for (const text of ['a', 'b']) {
      sockets.at(-1)?.open()
      await pass()
      sockets.at(-1)?.message(`${text}1`)
      sockets.at(-1)?.message(`${text}2`)
      sockets.at(-1)?.fail()
      await pass()
    }
    expect([await firstValueFrom(channel.stream), await firstValueFrom(channel.stream)]).toEqual([
      'a1',
      'a2',
    ])
    const received = receivedOf(channel)
    await pass()
    expect(received).toEqual(['b1', 'b2'])
    channel.abort()
  })

  it('that `onOpen` reads are not in `stream`, and what it leaves is', async () => {
    const read: unknown[] = []
    const made = scripted({
      onOpen: async ({ stream }) => {
        read.push(await firstValueFrom(stream))
        await new Promise((resolve) => setTimeout(resolve, 100))
      },
    })
    await pass()
    made.socket.open()
    await pass()
    for (const text of ['for onOpen', 'left', 'behind']) made.socket.message(text)
    await pass(200)
    made.socket.message('later')
    expect([read, made.received]).toEqual([['for onOpen'], ['left', 'behind', 'later']])
    made.channel.abort()
  })

  it('that arrive with the opening are in `stream`', async () => {
    const made = scripted()
    await pass()
    made.socket.open()
    made.socket.message('1')
    made.socket.message('2')
    await pass()
    expect(made.received).toEqual(['1', '2'])
    made.channel.abort()
  })

  it('of the last connection come before the end', async () => {
    const made = await opened()
    made.socket.message('1')
    made.socket.end(1000, '')
    await pass()
    expect(made.received).toEqual(['1', 'complete'])
  })

  it('that arrive after `close` are not in `stream`', async () => {
    const made = await opened()
    void made.channel.sink.close()
    made.socket.message('late')
    made.socket.end(1000, '')
    await pass()
    expect(made.received).toEqual(['complete'])
  })
})
