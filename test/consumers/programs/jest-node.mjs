import { expect, jest, test } from '@jest/globals'
import { firstValueFrom } from 'rxjs'
import { NodeWebSocketChannel } from 'web-socket-channel/node'
import { startEchoServer } from 'web-socket-channel/testing'

test('./node sends headers', async () => {
  const headers = { 'X-Token': 'my-token' }
  const channel = NodeWebSocketChannel.connect(`${process.env.ECHO_URL}/headers`, { headers })
  expect(await firstValueFrom(channel.stream)).toBe('my-token')
  await channel.sink.close()
})

test('./testing starts a server', async () => {
  const server = await startEchoServer()
  const channel = NodeWebSocketChannel.connect(server.url)
  channel.sink.add('Hello!')
  expect(await firstValueFrom(channel.stream)).toBe('Hello!')
  await channel.sink.close()
  await server.close()
})

test('a real connection works under fake timers', async () => {
  jest.useFakeTimers()
  const channel = NodeWebSocketChannel.connect(process.env.ECHO_URL, { highWaterMark: 1_000 })
  const texts = Array.from({ length: 100 }, (_, index) => `${index}`.repeat(1_000))
  for (const text of texts) channel.sink.add(text)
  const received = []
  // The iterator falls behind, and the socket is paused and resumed.
  for await (const frame of channel.stream) {
    if (received.push(frame) === texts.length) break
  }
  expect(received).toEqual(texts)
  await channel.sink.close()
  jest.useRealTimers()
})
