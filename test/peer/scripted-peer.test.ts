import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { expect, inject, test } from 'vitest'
import { WebSocket, WebSocketServer, type ClientOptions } from 'ws'
import { RemotePeer } from './remote-peer.js'

const server = inject('peerUrl')
let lastId = 0

interface Play extends ClientOptions {
  readonly protocols?: string[]
}

function play(
  script: string,
  { protocols = [], ...options }: Play = {},
): { socket: WebSocket; peer: RemotePeer } {
  lastId += 1
  const id = `peer-test-${lastId}`
  const url = new URL(script, server.replace('http', 'ws'))
  url.searchParams.append('id', id)
  const socket = new WebSocket(url, protocols, options)
  return { socket, peer: new RemotePeer(server, id) }
}

/** All that a raw `ws` sees of a script until its end. */
async function told(socket: WebSocket): Promise<unknown[]> {
  const events: unknown[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    events.push(isBinary ? data.toString('hex') : data.toString())
  })
  socket.on('error', ({ message }) => events.push(`error: ${message}`))
  return await new Promise((resolve) => {
    socket.on('close', (code, reason) => resolve([...events, [code, reason.toString()]]))
  })
}

test('it echoes and records text and binary, long ones by their length', async () => {
  const { socket, peer } = play('/echo')
  await once(socket, 'open')
  const events = told(socket)
  socket.send('text')
  socket.send(Buffer.from([1, 2]))
  socket.send('x'.repeat(70_000))
  socket.send('é'.repeat(1_000))
  await peer.seen('frames 4')
  socket.close(4000, 'bye')
  const long = ['x'.repeat(70_000), 'é'.repeat(1_000)]
  expect(await events).toEqual(['text', '0102', ...long, [4000, 'bye']])
  expect(await peer.seen('gone')).toEqual({
    connections: 1,
    offered: [],
    frames: ['text text', 'hex 0102', 'text of 70000 bytes', 'text of 2000 bytes'],
    close: '4000 bye',
    pings: 0,
    pongs: 0,
    lastPong: null,
    ended: null,
    isGone: true,
    unsent: 0,
  })
})

test('its acts are performed in the order of the query', async () => {
  const { socket } = play('/send?text=a&hex=ff&pieces=b|c&text=&close=4001%20two%20words')
  expect(await told(socket)).toEqual(['a', 'ff', 'bc', '', [4001, 'two words']])
})

test.each([
  ['/close', [[1005, '']]],
  ['/close?code=4000&reason=bye', [[4000, 'bye']]],
  ['/drop', [[1006, '']]],
  ['/drop?how=rst', [[1006, '']]],
  ['/bytewise?text=a&close=1000', ['a', [1000, '']]],
  ['/status?code=401', ['error: Unexpected server response: 401', [1006, '']]],
  [
    '/redirect?code=302&to=ws://127.0.0.1:1/',
    ['error: Unexpected server response: 302', [1006, '']],
  ],
  ['/hang-up', ['error: socket hang up', [1006, '']]],
  ['/wrong-key', ['error: Invalid Sec-WebSocket-Accept header', [1006, '']]],
  ['/no-upgrade', ['error: Invalid Upgrade header', [1006, '']]],
  ['/protocol?choose=a', ['error: Server sent a subprotocol but none was requested', [1006, '']]],
  ['/unheard-of', ['error: Unexpected server response: 400', [1006, '']]],
])('%s shows to a raw client as %j', async (script, events) => {
  expect(await told(play(script).socket)).toEqual(events)
})

test('it chooses the first subprotocol offered that it knows', async () => {
  const { socket, peer } = play('/echo', { protocols: ['soap', 'chat'] })
  await once(socket, 'open')
  expect(socket.protocol).toBe('chat')
  expect((await peer.seen()).offered).toEqual(['soap', 'chat'])
  socket.terminate()
})

test('it accepts late, on the command to accept', async () => {
  const { socket, peer } = play('/late?text=a&close=1000')
  const events = told(socket)
  await peer.tell('accept')
  expect(await events).toEqual(['a', [1000, '']])
})

test('it reports how a client closed TCP', async () => {
  const { socket, peer } = play('/silent')
  await once(socket, 'open')
  socket.terminate()
  const { close, ended, isGone } = await peer.seen('gone')
  expect({ close, ended, isGone }).toEqual({ close: null, ended: 'fin', isGone: true })
})

test('it never closes before the command to close', async () => {
  const { socket, peer } = play('/never-close')
  await once(socket, 'open')
  const events = told(socket)
  socket.close(1000)
  expect((await peer.seen('close')).close).toBe('1000')
  await peer.tell('close=1000')
  expect(await events).toEqual([[1000, '']])
})

test('it counts pings, and answers them or does not', async () => {
  const [polite, rude] = [play('/silent'), play('/no-pong')]
  await Promise.all([once(polite.socket, 'open'), once(rude.socket, 'open')])
  let pongs = 0
  rude.socket.on('pong', () => (pongs += 1))
  rude.socket.ping()
  const pong = once(polite.socket, 'pong')
  polite.socket.ping('data')
  expect(String((await pong)[0])).toBe('data')
  expect((await rude.peer.seen('pings 1')).pings).toBe(1)
  const answer = once(rude.socket, 'pong')
  await rude.peer.tell('pong=')
  await answer
  expect(pongs).toBe(1)
  polite.socket.terminate()
  rude.socket.terminate()
})

test('it stops reading, reports what it cannot send, and resumes reading', async () => {
  const { socket, peer } = play('/stop-reading')
  await once(socket, 'open')
  socket.pause()
  const sent = new Promise((resolve) => socket.send(Buffer.alloc(16_000_000), resolve))
  await peer.tell('flood=256,65536')
  const { frames, unsent } = await peer.seen()
  expect(frames).toEqual([])
  expect(unsent).toBeGreaterThan(0)
  await peer.tell('read=on')
  await sent
  expect((await peer.seen('frames 1')).frames).toEqual(['hex of 16000000 bytes'])
  socket.terminate()
})

test('it drips a head that does not end, and reports which side closes', async () => {
  const { host, port, hostname } = new URL(server)
  const socket = connect(Number(port), hostname)
  const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade'
  socket.write(`GET /drip?every=1&id=drip HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n\r\n`)
  let head = ''
  const dripped = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      head += bytes.toString()
      if (head.length >= 100) resolve()
    })
  })
  await dripped
  expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\nX-Drip: \.+$/)
  socket.end()
  expect((await new RemotePeer(server, 'drip').seen('gone')).ended).toBe('fin')
})

test('it plays a script towards a server, as a client that masks', async () => {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(wss, 'listening')
  const peer = new RemotePeer(server, 'peer-test-dialled')
  const accepted = new Promise<WebSocket>((resolve) => wss.on('connection', resolve))
  const events = new Promise((resolve) => {
    wss.on('connection', (socket) => resolve(told(socket)))
  })
  const { port } = wss.address() as AddressInfo
  await peer.dial(`ws://127.0.0.1:${port}/`, '/echo?text=first')
  const socket = await accepted
  socket.send('x')
  await peer.seen('frames 1')
  await peer.tell('close=4000')
  expect(await events).toEqual(['first', 'x', [4000, '']])
  expect((await peer.seen('gone')).frames).toEqual(['text x'])
  wss.close()
})

test('pages of other origins may ask it', async () => {
  const response = await fetch(`${server}/seen?id=nobody`, { headers: { origin: 'http://page' } })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.json()).toMatchObject({ connections: 0 })
  expect((await fetch(`${server}/unheard-of`)).status).toBe(400)
})
