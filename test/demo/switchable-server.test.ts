import { once } from 'node:events'
import { createServer } from 'node:net'
import { firstValueFrom } from 'rxjs'
import { expect, it, onTestFinished } from 'vitest'
import { SwitchableServer } from '../../examples/demo/switchable-server.js'
import { WebSocketChannel } from '../../src/index.node.js'

async function listen(): Promise<SwitchableServer> {
  const server = await SwitchableServer.listen()
  onTestFinished(() => server.stop())
  return server
}

async function echoes(server: SwitchableServer): Promise<boolean> {
  const channel = WebSocketChannel.connect(server.url)
  channel.sink.add('Hello!')
  try {
    return (await firstValueFrom(channel.stream)) === 'Hello!'
  } catch {
    return false
  } finally {
    await channel.sink.close()
  }
}

it('stops, and starts again at the same address', async () => {
  const server = await listen()
  expect(server.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/)
  expect([server.isRunning, await echoes(server)]).toEqual([true, true])
  await server.stop()
  expect([server.isRunning, await echoes(server)]).toEqual([false, false])
  await server.start()
  expect([server.isRunning, await echoes(server)]).toEqual([true, true])
})

it('does one thing after the other, and nothing twice', async () => {
  const server = await listen()
  await Promise.all([server.stop(), server.stop(), server.start(), server.start()])
  expect([server.isRunning, await echoes(server)]).toEqual([true, true])
})

it('rejects while another program has the port, and starts when that has left it', async () => {
  const server = await listen()
  await server.stop()
  const other = createServer().listen(Number(new URL(server.url).port), '127.0.0.1')
  await once(other, 'listening')
  await expect(server.start()).rejects.toThrow('EADDRINUSE')
  expect(server.isRunning).toBe(false)
  other.close()
  await once(other, 'close')
  await server.start()
  expect(await echoes(server)).toBe(true)
})
