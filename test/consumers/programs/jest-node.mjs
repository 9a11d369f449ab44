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
  const channel = NodeWebSocketChannel.connect(process.env.ECHO_URL)
  channel.sink.add('Hello!')
  expect(await firstValueFrom(channel.stream)).toBe('Hello!')
  await channel.sink.close()
  jest.useRealTimers()
})
