import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startEchoServer, type EchoServer, type EchoServerOptions } from '../../src/testing.js'

const servers: EchoServer[] = []

async function start(options?: EchoServerOptions): Promise<EchoServer> {
  const server = await startEchoServer(options)
  servers.push(server)
  return server
}

async function connect(url: string, protocols: string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(url, protocols)
  await once(socket, 'open')
  return socket
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

test('text comes back as text and binary as binary, on any path', async () => {
  const { url } = await start()
  const socket = await connect(`${url}any/path?query`)
  const echoes: [string, boolean][] = []
  socket.on('message', (data: Buffer, isBinary) => echoes.push([data.toString(), isBinary]))
  socket.send('text')
  socket.send(Buffer.from('binary'))
  socket.send('')
  socket.send(Buffer.alloc(0))
  await expect.poll(() => echoes.length).toBe(4)
  expect(echoes).toEqual([
    ['text', false],
    ['binary', true],
    ['', false],
    ['', true],
  ])
})

test('the address contains the port, and compression is not offered', async () => {
  const server = await start()
  expect(server.url).toBe(`ws://127.0.0.1:${server.port}/`)
  const socket = await connect(server.url)
  expect(socket.extensions).toBe('')
})

test('`connections` counts those that are open now', async () => {
  const server = await start()
  expect(server.connections).toBe(0)
  const first = await connect(server.url)
  await connect(server.url)
  expect(server.connections).toBe(2)
  first.close()
  await expect.poll(() => server.connections).toBe(1)
})

test('the first offered subprotocol that the server supports is chosen', async () => {
  const { url } = await start({ protocols: ['b', 'c'] })
  expect((await connect(url, ['a', 'c', 'b'])).protocol).toBe('c')
  expect((await connect(url)).protocol).toBe('')
})

test('one subprotocol may be given alone', async () => {
  const { url } = await start({ protocols: 'chat' })
  expect((await connect(url, ['a', 'chat'])).protocol).toBe('chat')
})

test('none is chosen if the server supports none of those offered', async () => {
  const { url } = await start({ protocols: ['b'] })
  const socket = new WebSocket(url, ['a'])
  const [error] = (await once(socket, 'error')) as [Error]
  expect(error.message).toBe('Server sent no subprotocol')
})

test('`close` drops every connection, frees the port, and may be called again', async () => {
  const server = await start()
  const socket = await connect(server.url)
  const ended = once(socket, 'close')
  const closing = server.close()
  expect(server.close()).toBe(closing)
  await closing
  expect(server.connections).toBe(0)
  expect((await ended)[0]).toBe(1006)
  const next = await start({ port: server.port })
  expect(next.port).toBe(server.port)
})

test.each([
  ['has sent nothing', ''],
  ['has sent half a request', 'GET / HTTP/1.1\r\nHost:'],
  ['has an answer and keeps the connection', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('`close` drops a client that %s', async (_, bytes) => {
  const server = await start()
  const client = connectTcp(server.port, '127.0.0.1')
  const dropped = new Promise((resolve) => {
    // A reset is an end as well; `once` would reject.
    client.on('error', () => undefined).on('close', resolve)
  })
  client.resume()
  await once(client, 'connect')
  client.write(bytes)
  // The server accepts and reads in order: it has read the bytes above.
  const socket = await connect(server.url)
  const ended = once(socket, 'close')
  await server.close()
  await Promise.all([dropped, ended])
})

test('a request without an upgrade is answered with 426', async () => {
  const { url } = await start()
  const answer = await fetch(url.replace('ws', 'http'))
  expect([answer.status, await answer.text()]).toEqual([426, 'Upgrade Required'])
})

test('a client that breaks the protocol harms no other', async () => {
  const server = await start()
  const [bad, good] = [await connect(server.url), await connect(server.url)]
  const ended = once(bad, 'close')
  // A reserved opcode, which ws itself does not send, on the TCP connection that it hides.
  const { _socket } = bad as unknown as { readonly _socket: Socket }
  _socket.write(Buffer.from('838000000000', 'hex'))
  await ended
  const echo = once(good, 'message')
  good.send('still here')
  expect(String((await echo)[0])).toBe('still here')
})

test('it rejects when it cannot listen', async () => {
  const { port } = await start()
  await expect(startEchoServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('an IPv6 address is in brackets', async ({ skip }) => {
  const server = await start({ host: '::1' }).catch(() => skip('there is no IPv6 here'))
  expect(server.url).toBe(`ws://[::1]:${server.port}/`)
  await connect(server.url)
})

test.each([
  null,
  1,
  'port',
  { port: '1' },
  { port: null },
  { host: 1 },
  { protocols: 1 },
  { protocols: null },
  { protocols: [1] },
  { protocols: [['a']] },
  { protocols: new Set(['a']) },
])('options of the wrong type throw a TypeError: %o', (options) => {
  expect(() => void startEchoServer(options as never)).toThrow(TypeError)
})

test.each([-1, 65_536, 1.5, NaN, Infinity])('port %d throws a RangeError', (port) => {
  expect(() => void startEchoServer({ port })).toThrow(RangeError)
})
