import { createElement, useLayoutEffect } from 'react'
import { firstValueFrom, Subject } from 'rxjs'
import { beforeEach, describe, expect, inject, it, vi } from 'vitest'
import {
  type Channel,
  channelPair,
  ConnectionClosedError,
  type Frame,
  heartbeat,
  json,
  MessageError,
  reconnecting,
  type ReconnectStatus,
  type Sendable,
  WebSocketChannel,
} from '../../../src/index.js'
import { useStatus } from '../../../src/react.js'
import { userMade } from '../../layers/user-made-channel.js'
import { mount } from './mount.js'

type AnyChannel = Channel<unknown, never>

let shown: ReconnectStatus[] = []

beforeEach(() => {
  shown = []
})

function Probe({ channel }: { readonly channel: AnyChannel | undefined }): null {
  const status = useStatus(channel)
  useLayoutEffect(() => {
    if (shown.at(-1) !== status) shown.push(status)
  })
  return null
}

async function expectLast(expected: unknown): Promise<void> {
  await expect.poll(() => shown.at(-1)).toEqual(expected)
}

const connecting = { name: 'connecting', attempt: 1 }
const open = { name: 'open', since: expect.any(Number) as number }

it('is that of an attempt before there is a channel', async () => {
  const mounted = mount(createElement(Probe, { channel: undefined }))
  expect(shown).toEqual([connecting])
  const [channel] = channelPair()
  mounted.render(createElement(Probe, { channel }))
  expect(shown).toEqual([connecting, open])
  mounted.render(createElement(Probe, { channel: undefined }))
  expect(shown.at(-1)).toEqual(connecting)
  await channel.sink.close()
})

type Chat = Channel<Frame, Sendable>

describe.each<[string, (channel: Chat) => AnyChannel]>([
  ['a reconnecting channel', (channel) => channel],
  ['a layer around a reconnecting channel', (channel) => channel.pipe(json())],
  ['two layers around one', (channel) => channel.pipe(json(), heartbeat({ interval: 60_000 }))],
])('of %s', (_, wrap) => {
  it('is the status of that', async () => {
    const servers: AnyChannel[] = []
    const whole = reconnecting(
      () => {
        const [client, server] = channelPair()
        servers.push(server)
        return client
      },
      { backoff: () => Infinity },
    )
    mount(createElement(Probe, { channel: wrap(whole) }))
    await expectLast(open)
    expect(shown.at(-1)).toBe(whole.status)
    servers[0]?.abort()
    const cause = expect.any(ConnectionClosedError) as ConnectionClosedError
    // The first connection did not last long enough to count.
    await expectLast({ name: 'waiting', attempt: 2, delay: Infinity, until: Infinity, cause })
    whole.reconnect()
    await expectLast(open)
    const info = await whole.sink.close(4000)
    await expectLast({ name: 'closed', info, cause: undefined })
  })
})

describe.each([
  ['a channel', (channel: AnyChannel): AnyChannel => channel],
  ['a channel that a user made', (channel: AnyChannel): AnyChannel => userMade(channel)],
])('of %s without reconnecting', (_, wrap) => {
  it('follows its state', async () => {
    const channel = WebSocketChannel.connect(`${inject('peerUrl')}/echo`)
    mount(createElement(Probe, { channel: wrap(channel) }))
    expect(shown).toEqual([connecting])
    await expectLast(open)
    const closed = channel.sink.close(4000, 'bye')
    await expectLast({ name: 'closed', info: await closed, cause: undefined })
    expect(shown.map(({ name }) => name)).toEqual(['connecting', 'open', 'closing', 'closed'])
  })

  it('shows how a channel has ended before', async () => {
    const [client] = channelPair()
    const info = await client.sink.close(4000)
    mount(createElement(Probe, { channel: wrap(client) }))
    await expectLast({ name: 'closed', info, cause: undefined })
  })
})

it('has the error of the stream as its cause', async () => {
  const [client, server] = channelPair()
  mount(createElement(Probe, { channel: client }))
  await server.sink.close(4001)
  const error: unknown = await firstValueFrom(client.stream).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ConnectionClosedError)
  await expectLast({ name: 'closed', info: await client.closed, cause: error })
})

it('has the error of a failed opening as its cause', async () => {
  const channel = WebSocketChannel.connect(`${inject('peerUrl')}/status?code=401`)
  mount(createElement(Probe, { channel }))
  const error: unknown = await channel.ready.catch((reason: unknown) => reason)
  await expectLast({ name: 'closed', info: await channel.closed, cause: error })
})

it('has the error of a message that could not be decoded as its cause', async () => {
  const [client, server] = channelPair()
  const channel = client.pipe(json())
  mount(createElement(Probe, { channel }))
  server.sink.add('{')
  const error: unknown = await firstValueFrom(channel.stream).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(MessageError)
  await expectLast({ name: 'closed', info: await channel.closed, cause: error })
})

describe('does not observe the channel that it had before', () => {
  it.each<[string, (observed: Subject<never>) => object]>([
    ['without reconnecting', (states) => ({ states })],
    ['that reconnects', (statuses) => ({ status: connecting, statuses })],
  ])('%s', (_, parts) => {
    const [first] = channelPair()
    const [second] = channelPair()
    const observed = new Subject<never>()
    const channel = { ...userMade(first), ...parts(observed) }
    const mounted = mount(createElement(Probe, { channel }))
    expect(observed.observed).toBe(true)
    mounted.render(createElement(Probe, { channel: second }))
    expect(observed.observed).toBe(false)
    expect(shown.at(-1)).toEqual(open)
  })
})

it.each([
  ['a channel', (channel: Chat): Chat => channel],
  ['a channel that a user made', (channel: Chat): Chat => userMade(channel)],
])('leaves nothing at %s when it is unmounted', async (_, wrap) => {
  const [client] = channelPair()
  const then = vi.spyOn(client.closed, 'then')
  const channel = wrap(client)
  for (let count = 0; count < 10; count += 1) {
    mount(createElement(Probe, { channel })).unmount()
  }
  expect(then).not.toHaveBeenCalled()
  mount(createElement(Probe, { channel }))
  await client.sink.close()
  await expect.poll(() => shown.at(-1)?.name).toBe('closed')
  expect(then).toHaveBeenCalled()
})
