import { once } from 'node:events'
import { Server } from 'node:http'
import { createServer } from 'node:net'
import { firstValueFrom } from 'rxjs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { SwitchableServer } from '../../examples/demo/switchable-server.js'
import { WebSocketChannel } from '../../src/index.node.js'

async function listen(): Promise<SwitchableServer> {
  const server = await SwitchableServer.listen()
  onTestFinished(() => server.act('stop').then(() => undefined))
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
  expect([await server.look(), await echoes(server)]).toEqual(['running', true])
  expect([await server.act('stop'), await echoes(server)]).toEqual(['stopped', false])
  expect([await server.act('start'), await echoes(server)]).toEqual(['running', true])
})

it('does one thing after the other, and nothing twice', async () => {
  const server = await listen()
  const actions = ['stop', 'stop', 'start', 'start'] as const
  const states = await Promise.all(actions.map((action) => server.act(action)))
  expect(states).toEqual(['stopped', 'stopped', 'running', 'running'])
  expect(await echoes(server)).toBe(true)
})

it('rejects while another program has the port, and starts when that has left it', async () => {
  const server = await listen()
  await server.act('stop')
  const other = createServer().listen(Number(new URL(server.url).port), '127.0.0.1')
  await once(other, 'listening')
  await expect(server.act('start')).rejects.toThrow('EADDRINUSE')
  expect(await server.look()).toBe('stopped')
  other.close()
  await once(other, 'close')
  expect(await server.act('start')).toBe('running')
  expect(await echoes(server)).toBe(true)
})

it('cuts connections without a closing handshake', async () => {
  const server = await listen()
  const channel = WebSocketChannel.connect(server.url)
  await channel.ready
  expect(await server.act('drop')).toBe('running')
  expect(await channel.closed).toMatchObject({ code: 1006, wasClean: false })
  expect(await echoes(server)).toBe(true)
})

it('answers nothing while it is frozen, and everything when it thaws', async () => {
  const server = await listen()
  const old = WebSocketChannel.connect(server.url)
  await old.ready
  expect(await server.act('freeze')).toBe('frozen')
  expect(await server.act('freeze')).toBe('frozen')
  old.sink.add('on an open connection')
  const fresh = WebSocketChannel.connect(server.url)
  fresh.sink.add('on one that opens')
  const silence = new Promise((resolve) => setTimeout(resolve, 100, 'silence'))
  const answers = [old, fresh].map((channel) => firstValueFrom(channel.stream))
  expect(await Promise.race([silence, ...answers])).toBe('silence')
  expect(await server.act('thaw')).toBe('running')
  expect(await Promise.all(answers)).toEqual(['on an open connection', 'on one that opens'])
  await Promise.all([old.sink.close(), fresh.sink.close()])
})

it('stops while it is frozen, and runs when it is started again', async () => {
  const handshakes = countHandshakes()
  const server = await listen()
  const channel = WebSocketChannel.connect(server.url)
  await channel.ready
  await server.act('freeze')
  const waiting = WebSocketChannel.connect(server.url)
  await expect.poll(handshakes).toBe(2)
  expect(await server.act('stop')).toBe('stopped')
  expect((await channel.closed).code).toBe(1006)
  await expect(waiting.ready).rejects.toThrow('failed')
  expect(await server.act('freeze')).toBe('stopped')
  expect([await server.act('start'), await echoes(server)]).toEqual(['running', true])
})

/** Returns how many handshakes have reached the servers of this process. */
function countHandshakes(): () => number {
  const emit = vi.spyOn(Server.prototype, 'emit')
  onTestFinished(() => emit.mockRestore())
  return () => emit.mock.calls.filter(([event]) => event === 'upgrade').length
}
