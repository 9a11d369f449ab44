import { setTimeout as wait } from 'node:timers/promises'
import { firstValueFrom, Observable, take, toArray } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import { MemoryRelay } from '../../../examples/chat/memory-relay.js'
import { MAX_TEXT } from '../../../examples/chat/messages.js'
import type { Relay } from '../../../examples/chat/relay.js'
import { ConnectionFailedError, type Channel } from '../../../src/index.node.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { bound } from './bound-relay.js'
import { Crowd } from './crowd.js'
import { expectExactlyOnce } from './expect-exactly-once.js'
import { FlakyRelay } from './flaky-relay.js'
import { messageOf } from './relay-cases.js'
import { RelayReader } from './relay-reader.js'
import { startChat } from './start-chat.js'

describe('the chat with one process and a relay in memory', () => {
  it('50 clients see every message once and in order, although connections and the relay fail', async () => {
    const relay = new MemoryRelay()
    const { port, chat } = await startChat(new FlakyRelay(relay))
    const crowd = new Crowd({ port, members: 50, rooms: 6 })
    for (let turn = 0; turn < 200; turn++) {
      crowd.members[turn % 50]?.say()
      const channels = [...chat.channels]
      if (turn % 5 === 0) channels[turn % channels.length]?.abort()
      await wait(10)
    }
    await crowd.seesAll()
    await expectExactlyOnce(crowd, relay)
    expect(crowd.losses).toBeGreaterThan(50)
    await crowd.close()
  })
})

describe('a server of the chat', () => {
  it('sends what a client has missed, that it has joined, and what comes', async () => {
    const relay = new MemoryRelay()
    for (const id of ['a', 'b', 'c']) await relay.publish(messageOf(id))
    const [seen, ...missed] = await new RelayReader({ relay }).stored()
    const channel = (await startChat(relay)).connect()
    channel.sink.add({ type: 'join', room: 'lobby', after: seen?.seq ?? NaN })
    expect(missed.map(({ id }) => id)).toEqual(['b', 'c'])
    expect(await receive(channel, 3)).toEqual([
      ...missed.map((message) => ({ type: 'message', ...message })),
      { type: 'joined', room: 'lobby', server: String(process.pid) },
    ])
    await relay.publish(messageOf('d'))
    const last = (await new RelayReader({ relay }).stored()).at(-1)
    expect(await receive(channel, 1)).toEqual([{ type: 'message', ...last, id: 'd' }])
  })

  it('stores what a client says, with the name that it connected with', async () => {
    const relay = new MemoryRelay()
    const channel = (await startChat(relay)).connect(' Grace Hopper ')
    channel.sink.add({ type: 'say', room: 'lobby', id: 'a', text: 'Hello!' })
    channel.sink.add({ type: 'ping' })
    expect(await receive(channel, 1)).toEqual([{ type: 'pong' }])
    const [stored] = await new RelayReader({ relay }).stored()
    expect(stored).toMatchObject({ id: 'a', author: 'Grace Hopper', text: 'Hello!' })
  })

  it('serves all its clients in a room with one subscription, which ends with the last of them', async () => {
    const relay = new MemoryRelay()
    let subscriptions = 0
    const { connect } = await startChat(counting(relay, (change) => (subscriptions += change)))
    const channels = [connect('Ada'), connect('Grace'), connect('Alan')]
    for (const channel of channels) {
      channel.sink.add({ type: 'join', room: 'lobby', after: 0 })
      await receive(channel, 1)
    }
    expect(subscriptions).toBe(1)
    await Promise.all(channels.map((channel) => channel.sink.close()))
    await vi.waitUntil(() => subscriptions === 0)
  })

  it('refuses a client without a name', async () => {
    const channel = (await startChat(new MemoryRelay())).connect(' ')
    await expect(channel.ready).rejects.toMatchObject({ status: 400 })
    await expect(channel.ready).rejects.toBeInstanceOf(ConnectionFailedError)
  })

  it.each([
    ['its own host', {}, (host: string) => `http://${host}`],
    [
      'the host that a proxy names',
      { 'x-forwarded-host': 'localhost:5173' },
      () => 'http://localhost:5173',
    ],
  ])('accepts a page of %s', async (_, headers, originOf) => {
    const { port } = await startChat(new MemoryRelay())
    const channel = connectFrom(port, { ...headers, origin: originOf(`127.0.0.1:${port}`) })
    await channel.ready
    await channel.sink.close()
  })

  it.each([
    ['another host', {}],
    ['another host than a proxy names', { 'x-forwarded-host': 'localhost:5173' }],
    ['a host that ends like the one of a proxy', { 'x-forwarded-host': 'example' }],
    ['a host without the port that a proxy names', { 'x-forwarded-host': 'other.example:80' }],
  ])('refuses a page of %s', async (_, headers) => {
    const { port } = await startChat(new MemoryRelay())
    const channel = connectFrom(port, { ...headers, origin: 'http://other.example' })
    await expect(channel.ready).rejects.toMatchObject({ status: 403 })
  })

  it('closes a client that joins too many rooms', async () => {
    const channel = (await startChat(new MemoryRelay())).connect()
    for (let room = 0; room < 51; room++) {
      channel.sink.add({ type: 'join', room: `room-${room}`, after: 0 })
    }
    expect(await channel.closed).toMatchObject({ code: 1008, reason: 'Too many rooms' })
  })

  it.each([
    ['no type', {}],
    ['a type that is none', { type: 'shout' }],
    ['a room that is no word', { type: 'join', room: 'a.*', after: 0 }],
    ['a negative number', { type: 'join', room: 'lobby', after: -1 }],
    [
      'a text that is too long',
      { type: 'say', room: 'lobby', id: '1', text: 'x'.repeat(MAX_TEXT + 1) },
    ],
  ])('drops a client that sends %s', async (_, message) => {
    const channel = (await startChat(new MemoryRelay())).connect()
    channel.sink.add(message as { type: 'ping' })
    expect(await channel.closed).toMatchObject({ code: 1006, initiator: 'failure' })
  })
})

/** Connects as a proxy does for a page, with these headers and the `Host` of the server. */
function connectFrom(
  port: number,
  headers: Readonly<Record<string, string>>,
): NodeWebSocketChannel {
  return NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}/chat?name=Ada`, { headers })
}

/** A relay that reports how many more or fewer subscriptions it has. */
function counting(relay: Relay, changed: (by: number) => void): Relay {
  return {
    ...bound(relay),
    subscribe: (room, after) =>
      new Observable((subscriber) => {
        changed(1)
        subscriber.add(() => changed(-1))
        subscriber.add(relay.subscribe(room, after).subscribe(subscriber))
      }),
  }
}

function receive<In>(channel: Pick<Channel<In, never>, 'stream'>, count: number): Promise<In[]> {
  return firstValueFrom(channel.stream.pipe(take(count), toArray()))
}
