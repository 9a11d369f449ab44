import { afterEach, expect, test, vi } from 'vitest'
import { firstValueFrom } from 'rxjs'
import { WebSocketChannel } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'

/** A WebSocket that opens at once and says hello. */
class StubWebSocket extends EventTarget {
  readyState = 0
  bufferedAmount = 0
  protocol = ''
  binaryType = 'blob'

  constructor(url) {
    super()
    this.url = url
    void Promise.resolve().then(() => {
      this.readyState = 1
      this.dispatchEvent(new Event('open'))
      this.dispatchEvent(new MessageEvent('message', { data: 'Hello from the stub!' }))
    })
  }

  send() {
    // Nobody receives it.
  }

  close(code = 1005, reason = '') {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean: true }))
  }
}

afterEach(() => vi.unstubAllGlobals())

const usesStub = async (channel) => {
  expect(await firstValueFrom(channel.stream)).toBe('Hello from the stub!')
  expect(await channel.sink.close(1000)).toMatchObject({ code: 1000, initiator: 'local' })
}

test('./browser uses a global that was stubbed after the import', async () => {
  vi.stubGlobal('WebSocket', StubWebSocket)
  await usesStub(BrowserWebSocketChannel.connect('ws://stub.example'))
})

test('the root uses the class of its options', () =>
  usesStub(WebSocketChannel.connect('ws://stub.example', { WebSocket: StubWebSocket })))
