import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { WebSocketChannel } from '../../src/channels/web-socket-channel.js'

describe('making a channel', () => {
  it.each([
    ['an address', 'ws://127.0.0.1/'],
    ['nothing', undefined],
    ['something else', {}],
  ])('with `new` and %s says what to call instead', (_given, argument) => {
    const Class = WebSocketChannel as unknown as new (argument: unknown) => unknown
    expect(() => new Class(argument)).toThrow(new TypeError('Cannot connect with new: use connect'))
  })
})

describe('the console', () => {
  it('shows the state and the address of a channel, without credentials and query', async () => {
    const channel = WebSocketChannel.connect('ws://user:key@host.test/path?token', {
      WebSocket: ConnectingSocket,
    })
    expect(inspect(channel)).toBe(
      'WebSocketChannel {"state":"connecting","url":"ws://host.test/path","protocol":""}',
    )
    channel.abort()
    expect(inspect({ channel }, { depth: 0 })).toContain('"state":"closed"')
    await channel.closed
  })

  it('shows the subprotocol, and the code of the end', async () => {
    const channel = WebSocketChannel.connect('ws://host.test/', {
      WebSocket: OpenSocket,
      protocols: 'chat',
    })
    const shown = '"url":"ws://host.test/","protocol":"chat"'
    expect(inspect(channel)).toBe(`WebSocketChannel {"state":"open",${shown}}`)
    channel.abort()
    expect(inspect(channel)).toBe(`WebSocketChannel {"state":"closed",${shown},"closeCode":1006}`)
    await channel.closed
  })

  it('shows a channel in memory', async () => {
    const [client] = channelPair()
    expect(inspect(client)).toBe('Channel {"state":"open","url":"","protocol":""}')
    await client.sink.close()
  })
})

describe('piping a channel', () => {
  it('through no layer gives the channel itself', async () => {
    const [client] = channelPair()
    expect(client.pipe()).toBe(client)
    await client.sink.close()
  })

  it('composes layers left to right', async () => {
    const [client] = channelPair()
    const piped = client.pipe(
      (channel) => ({ channel, path: 'a' }),
      (made) => ({ ...made, path: `${made.path}b` }),
    )
    expect(piped).toEqual({ channel: client, path: 'ab' })
    await client.sink.close()
  })
})

describe('an iterator of a stream', () => {
  // Were all that is held carried at each turn, this would take minutes.
  it('that takes one frame is not slowed by all that is held behind it', async () => {
    const [client, server] = channelPair()
    const count = 20_000
    for (let sent = 0; sent < count; sent++) server.sink.add(String(sent))
    for (let wanted = 0; wanted < count; wanted++) {
      for await (const frame of client.stream) {
        if (frame !== String(wanted)) throw new Error(`Got ${String(frame)}, not ${wanted}`)
        break
      }
    }
    await client.sink.close()
  })

  it('is iterable itself, throws once, and is done from then on', async () => {
    const [client, server] = channelPair()
    const iterator = client.stream[Symbol.asyncIterator]() as AsyncIterableIterator<unknown>
    expect(iterator[Symbol.asyncIterator]()).toBe(iterator)
    const waiting = [iterator.next(), iterator.next()]
    void server.sink.close(1011, 'why')
    const [first, second] = await Promise.allSettled(waiting)
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 1011 } })
    expect(second).toEqual({ status: 'fulfilled', value: { done: true, value: undefined } })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })
})

const ignore = (): void => undefined

class ConnectingSocket {
  readonly readyState: number = 0
  readonly protocol: string = ''
  readonly send = ignore
  readonly close = ignore
  readonly addEventListener = ignore
  readonly removeEventListener = ignore
}

class OpenSocket extends ConnectingSocket {
  override readonly readyState = 1
  override readonly protocol = 'chat'
}
