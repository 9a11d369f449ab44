import { concatMap, filter, firstValueFrom, skip, take, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { ChatClient } from '../../../examples/chat/client.js'
import { MemoryRelay } from '../../../examples/chat/memory-relay.js'
import type { Relay } from '../../../examples/chat/relay.js'
import { bound } from './bound-relay.js'
import { messageOf } from './relay-cases.js'
import { RelayReader } from './relay-reader.js'
import { startChat } from './start-chat.js'

describe('a client of the chat', () => {
  it('says once what it said without a connection, in order', async () => {
    const relay = new MemoryRelay()
    const { port, chat } = await startChat(relay)
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'], backoff: () => 50 })
    client.say('lobby', 'before the connection')
    await firstValueFrom(client.messages)
    for (const channel of chat.channels) channel.abort()
    await firstValueFrom(client.statuses.pipe(filter(({ name }) => name === 'waiting')))
    client.say('lobby', 'without a connection')
    expect([...client.unseen].map(({ text }) => text)).toEqual(['without a connection'])
    await firstValueFrom(client.messages)
    expect([...client.unseen]).toEqual([])
    const stored = await new RelayReader({ relay }).stored()
    expect(stored.map(({ text }) => text)).toEqual([
      'before the connection',
      'without a connection',
    ])
    await client.close()
  })

  it('does not say again what it finds in the history, however long it was away', async () => {
    const relay = new MemoryRelay()
    const published: string[] = []
    // Stores the message, and breaks the connection before the client sees it.
    const breaking: Relay = {
      ...bound(relay),
      publish: async (message) => {
        published.push(message.text)
        for (const channel of chat.channels) channel.abort()
        await relay.publish(message)
      },
    }
    const { port, chat } = await startChat(breaking)
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'], backoff: () => 50 })
    client.say('lobby', 'Hello!')
    await firstValueFrom(client.messages)
    await firstValueFrom(client.servers.pipe(filter((server) => server !== '')))
    await client.close()
    expect(published).toEqual(['Hello!'])
  })

  it('is heard once although it repeats what another connection is still publishing', async () => {
    const relay = new MemoryRelay()
    const published: string[] = []
    let publishFirst: () => void = () => undefined
    // The first connection breaks while the relay takes long, and the client says it again on the second one.
    const slow: Relay = {
      ...bound(relay),
      publish: async (message) => {
        published.push(message.text)
        if (published.length === 1) {
          for (const channel of chat.channels) channel.abort()
          await new Promise<void>((resolve) => (publishFirst = resolve))
        }
        await relay.publish(message)
      },
    }
    const { port, chat } = await startChat(slow)
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'], backoff: () => 50 })
    client.say('lobby', 'Hello!')
    await firstValueFrom(client.messages)
    publishFirst()
    client.say('lobby', 'Bye!')
    await firstValueFrom(client.messages)
    expect(published).toEqual(['Hello!', 'Hello!', 'Bye!'])
    const stored = await new RelayReader({ relay }).stored()
    expect(stored.map(({ text }) => text)).toEqual(['Hello!', 'Bye!'])
    await client.close()
  })

  it('asks on each connection for what comes behind the last message that it saw', async () => {
    const relay = new MemoryRelay()
    for (const id of ['a', 'b']) await relay.publish(messageOf(id))
    const last = (await new RelayReader({ relay }).stored()).at(-1)?.seq
    const asked: number[] = []
    const { port, chat } = await startChat({
      ...bound(relay),
      subscribe: (room, after) => {
        asked.push(after)
        return relay.subscribe(room, after)
      },
    })
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'], backoff: () => 50 })
    const joined = () =>
      firstValueFrom(
        client.servers.pipe(
          skip(1),
          filter((server) => server !== ''),
        ),
      )
    await joined()
    for (const channel of chat.channels) channel.abort()
    await joined()
    // Each time the client is sent what it missed, and then the room is followed from there.
    expect(asked).toEqual([0, last, last, last])
    await client.close()
  })

  it('shows once what a server sends twice', async () => {
    const relay = new MemoryRelay()
    for (const id of ['a', 'b']) await relay.publish(messageOf(id))
    const { port } = await startChat({
      ...bound(relay),
      subscribe: (room, after) =>
        relay.subscribe(room, after).pipe(concatMap((event) => [event, event])),
    })
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'] })
    const messages = firstValueFrom(client.messages.pipe(take(3), toArray()))
    client.say('lobby', 'the last one')
    expect((await messages).map(({ text }) => text)).toEqual(['a', 'b', 'the last one'])
    await client.close()
  })

  it('refuses what cannot be said', async () => {
    const { port } = await startChat(new MemoryRelay())
    const client = new ChatClient({ url: urlOf(port), rooms: ['lobby'] })
    const say =
      (text: string, room = 'lobby') =>
      () =>
        client.say(room, text)
    expect(say('')).toThrow(new RangeError('Cannot say 0 characters: use 1 to 1000'))
    expect(say('x'.repeat(1_001))).toThrow(
      new RangeError('Cannot say 1001 characters: use 1 to 1000'),
    )
    expect(say('Hello!', 'help')).toThrow(
      new RangeError('Cannot say anything in "help": join it first'),
    )
    await client.close()
  })
})

function urlOf(port: number): string {
  return `ws://127.0.0.1:${port}/chat?name=Ada`
}
