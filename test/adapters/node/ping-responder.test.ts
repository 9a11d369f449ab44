import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../../src/node.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll, type PeerFrame } from './fast-path/harness/streams.js'

const ping = (payload: string): PeerFrame => ({ opcode: 9, payload })
const pong = (payload: string): string => `sent 10 ${Buffer.from(payload).toString('hex')}`
const all = (['client', 'server'] as const).flatMap((side) =>
  [true, false].map((fastPath) => ({ side, fastPath })),
)

async function begin({ side, fastPath }: (typeof all)[number]): Promise<Session> {
  const session = new Session({ side }, { fastPath })
  session.subscribe()
  await settled()
  return session
}

describe.each(all)('the pings of the peer of a $side (fast path: $fastPath)', (its) => {
  it('are answered one by one while the network takes the answers', async () => {
    const session = await begin(its)
    const names = Array.from({ length: 12 }, (_, number) => `ping ${number}`)
    session.connection.receive(encodeAll(names.map(ping), its.side))
    await settled()
    expect(session.trace.sent).toEqual(names.map(pong))
    session.channel.abort()
  })

  it('that arrive at once are answered, at least the last, however many they are', async () => {
    const session = await begin(its)
    for (let round = 0; round < 3; round++) {
      const pings = Array.from({ length: 1_000 }, (_, number) => ping(`${round} ${number}`))
      session.connection.receive(encodeAll(pings, its.side))
      await settled()
      expect(session.trace.sent.at(-1)).toBe(pong(`${round} 999`))
    }
    expect(session.trace.sent.length).toBeLessThan(100)
    expect(session.channel.state).toBe('open')
    session.channel.abort()
  })

  it('do not pile up while the network takes nothing', async () => {
    const session = await begin(its)
    const { connection } = session
    connection.stick()
    for (let round = 0; round < 50; round++) {
      const pings = Array.from({ length: 100 }, (_, number) => ping(`${round} ${number}`))
      connection.receive(encodeAll(pings, its.side))
      await settled()
    }
    expect(connection.socket.writableLength).toBeLessThan(500)
    connection.unstick()
    await settled()
    expect(session.trace.sent.at(-1)).toBe(pong('49 99'))
    session.channel.abort()
  })

  it('are not answered behind a close frame', async () => {
    const session = await begin(its)
    session.connection.stick()
    const pings = Array.from({ length: 100 }, (_, number) => ping(String(number)))
    session.connection.receive(encodeAll(pings, its.side))
    void session.channel.sink.close(4000)
    session.connection.receive(encodeAll([ping('late')], its.side))
    session.connection.unstick()
    await settled()
    const { sent } = session.trace
    expect(sent.at(-1)).toBe('sent 8 0fa0')
    expect(sent.filter((line) => line.startsWith('sent 8'))).toHaveLength(1)
    session.channel.abort()
  })

  it('are not copied by reference: what arrives later does not change an answer', async () => {
    const session = await begin(its)
    session.connection.stick()
    const pings = Array.from({ length: 20 }, (_, number) => ping(String(number)))
    const bytes = encodeAll(pings, its.side)
    session.connection.socket.push(bytes)
    await settled()
    bytes.fill(0)
    session.connection.unstick()
    await settled()
    expect(session.trace.sent.at(-1)).toBe(pong('19'))
    session.channel.abort()
  })
})

describe('a socket of ws whose owner answers pings', () => {
  it('is not answered for by a channel that adopts it', async () => {
    const http = createServer()
    const server = new WebSocketServer({ server: http, autoPong: false })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/`)
    const pongs: string[] = []
    client.on('pong', (payload) => pongs.push(payload.toString()))
    const [native] = (await once(server, 'connection')) as [WebSocket]
    native.on('ping', () => {
      native.pong('by the owner')
    })
    const channel = NodeWebSocketChannel.from(native, { keepAlive: false })
    await once(client, 'open')
    client.ping('hello')
    await expect.poll(() => pongs.length).toBeGreaterThan(0)
    await channel.sink.close()
    expect(pongs).toEqual(['by the owner'])
    http.close()
  })

  it('is not answered for by a channel that connects with `autoPong: false`', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const channel = NodeWebSocketChannel.connect(url, { autoPong: false } as NodeConnectOptions)
    const [native] = (await once(server, 'connection')) as [WebSocket]
    let pongs = 0
    native.on('pong', () => pongs++)
    native.ping('hello')
    await channel.ready
    channel.sink.add('after the ping')
    await once(native, 'message')
    expect(pongs).toBe(0)
    await channel.sink.close()
    server.close()
  })
})
