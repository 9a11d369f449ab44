// What a user's tests of code with channels do, for any test runner that has `test` and `expect`.
import { firstValueFrom } from 'rxjs'
import { channelPair, WebSocketChannel } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { unauthorized } from 'web-socket-channel/status'
import { converse } from './conversation.mjs'

const url = process.env.ECHO_URL

/** Defines the tests with the functions of a test runner. */
export function testChannels({ test, expect }) {
  const talk = async (channel, code) => {
    expect(await converse(channel, code)).toEqual({
      text: 'Hello!',
      binary: [1, 2, 3],
      closed: { code, reason: 'bye', wasClean: true, initiator: 'local' },
    })
  }

  test('the root talks to a server', () => talk(WebSocketChannel.connect(url), 4000))

  test('./browser talks to a server', () =>
    talk(BrowserWebSocketChannel.connect(url), unauthorized))

  test('a pair talks without a network', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe(server.sink)
    await talk(client, 4000)
  })

  test('a pair sends a Blob', async () => {
    const [client, server] = channelPair()
    client.sink.add(new Blob(['Hello!']))
    expect(Array.from(await firstValueFrom(server.stream))).toEqual(
      Array.from('Hello!', (char) => char.charCodeAt(0)),
    )
  })

  test('text beyond ASCII is counted as UTF-8', async () => {
    const [client, server] = channelPair()
    client.sink.add('ä€😀')
    expect(client.sink.bufferedAmount).toBe(9)
    expect(await firstValueFrom(server.stream)).toBe('ä€😀')
  })
}
