import { join } from 'node:path'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, multiplex, WebSocketChannel, type Channel } from '../../src/index.node.js'
import { copyExample } from './run-example.js'
import { startProgram, type Program } from './start-program.js'

interface Message {
  readonly type: string
  readonly id?: string
  readonly payload?: object
}

const protocol = 'graphql-transport-ws'
const init = { type: 'connection_init' }
const subscribe = (id: string, query: string): Message => ({
  ...{ type: 'subscribe', id },
  payload: { query },
})

describe('graphql-transport-ws, with the server of graphql-ws', () => {
  let server: Program
  let url: string
  beforeAll(async () => {
    const script = join(import.meta.dirname, 'servers/graphql.mjs')
    server = await startProgram(process.execPath, [script])
    url = `ws://127.0.0.1:${server.port}`
  })
  afterAll(() => server.stop())

  const connect = (protocols = [protocol]): Channel<Message, Message> =>
    WebSocketChannel.connect(url, { protocols }).pipe(json<Message>())

  it('the example has the results of two subscriptions, and a pong', async () => {
    const queries = [
      'subscription { countdown(from: 2) }',
      'subscription { up: countdown(from: 1) }',
    ]
    const example = await copyExample('protocols/graphql.ts')
    const lines = (await example.run(url, ...queries)).trimEnd().split('\n')
    const ofData = (name: string) => lines.filter((line) => line.includes(name))
    expect(ofData('countdown')).toEqual([2, 1, 0].map((n) => `{"data":{"countdown":${n}}}`))
    expect(ofData('up')).toEqual([1, 0].map((n) => `{"data":{"up":${n}}}`))
    expect(lines.at(-1)).toBe('pong')
    expect(lines).toHaveLength(6)
  })

  it('the example shows the errors of a server', async () => {
    const example = await copyExample('protocols/graphql.ts')
    expect(await example.run(url, 'subscription { broken }')).toContain('out of order')
    await expect(example.run(url, 'subscription { unknown }')).rejects.toThrow('Cannot query field')
  })

  it('leaving a topic of multiplex ends the subscription at the server', async () => {
    const channel = connect()
    await exchange(channel, init, 'connection_ack')
    const forever = multiplex(channel, {
      subscribe: () => subscribe('1', 'subscription { forever }'),
      unsubscribe: () => ({ type: 'complete', id: '1' }),
      filter: ({ id }) => id === '1',
    })
    const left = firstValueFrom(forever.pipe(take(3), toArray()))
    const right = firstValueFrom(forever.pipe(take(2), toArray()))
    expect((await left).map(({ payload }) => payload)).toEqual(
      [0, 1, 2].map((number) => ({ data: { forever: number } })),
    )
    expect(await right).toEqual((await left).slice(0, 2))
    const running = async (): Promise<unknown> =>
      (await exchange(channel, subscribe('2', '{ hello }'), 'next')).payload
    await expect.poll(running).toEqual({ data: { hello: '0 running' } })
    await channel.sink.close()
  })

  describe('the codes with which the server closes', () => {
    it.each([
      [4400, 'a message that is none', [init, { type: 'nonsense' }]],
      [4401, 'a subscription before the acknowledgement', [subscribe('1', '{ hello }')]],
      [4403, 'a token that is refused', [{ ...init, payload: { token: 'expired' } }]],
      [4429, 'two initialisations', [init, init]],
    ])('%s: %s', async (code, _, messages) => {
      const channel = connect()
      for (const message of messages) channel.sink.add(message)
      expect(await channel.closed).toMatchObject({ code, wasClean: true, initiator: 'remote' })
      expect(channel.closeReason).not.toBe('')
    })

    it('4406: no subprotocol', async () => {
      const channel = connect([])
      expect(await channel.closed).toMatchObject({ code: 4406, initiator: 'remote' })
    })

    it('none: another subprotocol fails the opening', async () => {
      await expect(connect(['soap']).ready).rejects.toMatchObject({
        name: 'ConnectionFailedError',
        phase: 'subprotocol',
      })
    })

    it('4408: no initialisation in time', async () => {
      const channel = connect()
      expect(await channel.closed).toMatchObject({ code: 4408, initiator: 'remote' })
    })

    it('4409: an id that is in use', async () => {
      const channel = connect()
      await exchange(channel, init, 'connection_ack')
      channel.sink.add(subscribe('1', 'subscription { forever }'))
      channel.sink.add(subscribe('1', 'subscription { forever }'))
      expect(await channel.closed).toMatchObject({ code: 4409, initiator: 'remote' })
    })

    it('a channel that the server closes fails its stream with the code', async () => {
      const channel = connect()
      channel.sink.add({ ...init, payload: { token: 'expired' } })
      await expect(firstValueFrom(channel.stream)).rejects.toMatchObject({
        name: 'ConnectionClosedError',
        code: 4403,
        reason: 'Forbidden',
      })
    })
  })
})

/** Sends a message and resolves with the next one of a type. */
function exchange(
  channel: Channel<Message, Message>,
  message: Message,
  type: string,
): Promise<Message> {
  const answer = firstValueFrom(channel.stream.pipe(filter((message) => message.type === type)))
  channel.sink.add(message)
  return answer
}
