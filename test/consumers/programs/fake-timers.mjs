// What a user's tests do under fake timers: what is prompt happens without a clock, deadlines when the clock is moved.
import { firstValueFrom } from 'rxjs'
import { channelPair, WebSocketChannel } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { converse } from './conversation.mjs'

/** Defines the tests with the functions of a test runner; `advance` moves the clock by milliseconds. */
export function testUnderFakeTimers({ test, expect, advance }) {
  test('a pair delivers, holds and closes', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe(server.sink)
    expect(await converse(client, 4000)).toEqual({
      text: 'Hello!',
      binary: [1, 2, 3],
      closed: { code: 4000, reason: 'bye', wasClean: true, initiator: 'local' },
    })
    expect(await server.closed).toMatchObject({ code: 4000, initiator: 'remote' })
  })

  test('held frames come to the first subscriber', async () => {
    const [client, server] = channelPair()
    for (const text of ['one', 'two', 'three']) client.sink.add(text)
    const frames = []
    for await (const frame of server.stream) {
      frames.push(frame)
      if (frame === 'two') break
    }
    expect(frames).toEqual(['one', 'two'])
    expect(await firstValueFrom(server.stream)).toBe('three')
  })

  test('a stream is sent, and its end is reported', async () => {
    const [client, server] = channelPair()
    const frames = []
    server.stream.subscribe((frame) => frames.push(frame))
    await client.sink.addStream(['one', 'two'])
    await client.sink.ready
    expect(frames).toEqual(['one', 'two'])
    const states = []
    const ended = new Promise((complete) =>
      client.states.subscribe({ next: (state) => states.push(state), complete }),
    )
    await client.sink.close()
    await ended
    expect(states).toEqual(['open', 'closing', 'closed'])
  })

  test('a Blob is read', async () => {
    const [client, server] = channelPair()
    client.sink.add(new Blob(['!']))
    // The FileReader of jsdom waits for `setImmediate`.
    await advance(1)
    expect(Array.from(await firstValueFrom(server.stream))).toEqual([33])
  })

  test('connectTimeout ends an opening when the clock is moved', async () => {
    const channel = BrowserWebSocketChannel.connect('ws://127.0.0.1/', {
      WebSocket: SilentWebSocket,
      connectTimeout: 1_000,
    })
    await advance(1_000)
    await expect(channel.ready).rejects.toMatchObject({ phase: 'timeout' })
  })

  test('closeTimeout ends a close that nobody answers when the clock is moved', async () => {
    const channel = WebSocketChannel.from(new SilentWebSocket('ws://127.0.0.1/', 1))
    await channel.ready
    const closed = channel.sink.close(1000)
    await advance(5_000)
    expect(await closed).toMatchObject({ code: 1006, wasClean: false, initiator: 'local' })
  })
}

/** A WebSocket of which nothing is ever heard. */
class SilentWebSocket {
  readyState
  bufferedAmount = 0
  protocol = ''
  binaryType = 'blob'

  constructor(url, readyState = 0) {
    this.url = url
    this.readyState = typeof readyState === 'number' ? readyState : 0
  }

  addEventListener() {
    // Nothing ever happens.
  }

  removeEventListener() {
    // There is nothing to remove.
  }

  send() {
    // It goes nowhere.
  }

  close() {
    this.readyState = 2
  }
}
