import { once } from 'node:events'
import { Agent, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type NetConnectOpts, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { generalRefusal } from '../../../src/adapters/node/fast-path-options.js'
import {
  NodeWebSocketChannel,
  type FastPathRefusal,
  type NodeChannelOptions,
  type NodeConnectOptions,
} from '../../../src/node.js'
import { WebSocketChannel, type WebSocketLike } from '../../../src/index.node.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'
import { Session } from './fast-path/harness/session.js'

type Found = FastPathRefusal | boolean

const ignore = (): void => undefined

/** A server that accepts compression where it is offered. */
async function startServer(): Promise<{
  readonly url: string
  readonly ws: WebSocketServer
  close(): void
}> {
  const ws = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true })
  await once(ws, 'listening')
  const { port } = ws.address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}/`, ws, close: () => ws.close() }
}

/** The reason against the fast path of a client, or whether it is taken. */
async function ofClient(options: NodeConnectOptions): Promise<Found> {
  const server = await startServer()
  const channel = NodeWebSocketChannel.connect(server.url, options)
  expect([channel.isFast, channel.fastPathRefusal]).toEqual([false, undefined])
  await channel.ready
  const { fastPathRefusal, isFast } = channel
  await channel.sink.close()
  expect([channel.isFast, channel.fastPathRefusal]).toEqual([false, undefined])
  server.close()
  return fastPathRefusal ?? isFast
}

/** The same of a server's side, whose socket and connection may be changed before. */
async function ofServer(
  options: (request: IncomingMessage) => NodeChannelOptions,
  prepare: (native: WebSocket, tcp: Socket) => void = () => undefined,
): Promise<Found> {
  const server = await startServer()
  const accepted = new Promise<Found>((resolve) => {
    server.ws.on('connection', (native, request) => {
      prepare(native, request.socket)
      const channel = NodeWebSocketChannel.from(native, options(request))
      resolve(channel.fastPathRefusal ?? channel.isFast)
      channel.abort()
    })
  })
  const client = new WebSocket(server.url, { perMessageDeflate: false }).on('error', ignore)
  const found = await accepted
  client.terminate()
  server.close()
  return found
}

/** An agent whose connections are no sockets of Node's, as some proxies have it. */
const duplexAgent = Object.assign(new Agent(), {
  createConnection: (options: NetConnectOpts) => {
    const tcp = connect(options)
    return Duplex.from({ readable: tcp, writable: tcp })
  },
})

/** An object with the WHATWG interface. */
function whatwgSocket(): WebSocketLike {
  const members = { readyState: 1, bufferedAmount: 0, protocol: '', url: '', binaryType: '' }
  return Object.assign(new EventTarget(), { ...members, send: ignore, close: ignore })
}

describe('the fast path of a client', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('is taken, and there is no reason against it', async () => {
    expect(await ofClient({})).toBe(true)
    expect(await ofClient({ fastPath: 'auto' })).toBe(true)
    expect(await ofClient({ fastPath: true })).toBe(true)
  })

  it.each<[FastPathRefusal, string, NodeConnectOptions]>([
    ['disabled', 'the option is false', { fastPath: false }],
    ['compression', 'the peers agreed on it', { perMessageDeflate: true }],
    ['connection', 'it is no socket of Node', { agent: duplexAgent }],
    ['ws-internals', 'a subclass', { WebSocket: class extends WebSocket {} }],
    ['ws-internals', 'masks of the user', { generateMask: ignore } as NodeConnectOptions],
    [
      'ws-internals',
      'events in later ticks',
      { allowSynchronousEvents: false } as NodeConnectOptions,
    ],
  ])('is not taken because of "%s": %s', async (reason, _, options) => {
    expect(await ofClient(options)).toBe(reason)
    if (reason !== 'disabled') expect(await ofClient({ ...options, fastPath: true })).toBe(reason)
  })

  it('is not taken with a socket that is not of ws', () => {
    const channel = NodeWebSocketChannel.from(whatwgSocket() as never)
    expect(channel.fastPathRefusal).toBe('not-ws')
    channel.abort()
  })

  it('is turned off for the process by the environment, whatever the option says', async () => {
    vi.stubEnv('WEB_SOCKET_CHANNEL_FAST_PATH', 'off')
    expect(await ofClient({})).toBe('environment')
    expect(await ofClient({ fastPath: true })).toBe('environment')
    expect(await ofClient({ fastPath: false })).toBe('disabled')
    vi.stubEnv('WEB_SOCKET_CHANNEL_FAST_PATH', 'on')
    expect(await ofClient({})).toBe(true)
  })

  it('is taken where the environment may not be read, as on Deno', () => {
    const { env } = process
    const refuse = (): never => {
      throw new Error('NotCapable')
    }
    process.env = new Proxy({}, { get: refuse })
    const refusal = generalRefusal('auto')
    process.env = env
    expect(refusal).toBeUndefined()
  })
})

describe("the fast path of a server's side", () => {
  it('is taken with the request', async () => {
    expect(await ofServer((request) => ({ request }))).toBe(true)
  })

  it.each<[FastPathRefusal, string, Parameters<typeof ofServer>]>([
    ['disabled', 'the option is false', [(request) => ({ request, fastPath: false })]],
    ['no-request', 'there is no request', [() => ({})]],
    [
      'connection',
      'a method of the connection is replaced',
      [
        (request) => ({ request }),
        (_, tcp) => {
          tcp.write = tcp.write.bind(tcp)
        },
      ],
    ],
    [
      'listener',
      'somebody listens to the messages',
      [(request) => ({ request }), (native) => void native.on('message', ignore)],
    ],
    [
      'listener',
      'somebody listens to the connection',
      [(request) => ({ request }), (_, tcp) => void tcp.on('data', ignore)],
    ],
  ])('is not taken because of "%s": %s', async (reason, _, [options, prepare]) => {
    expect(await ofServer(options, prepare)).toBe(reason)
  })
})

describe('the root entry', () => {
  it('has the option, too', async () => {
    const session = new Session({ side: 'client' }, { fastPath: true })
    expect(() =>
      WebSocketChannel.from(session.native as never, { fastPath: 'yes' as never }),
    ).toThrow(RangeError)
    session.channel.abort()
    const server = await startEchoServer()
    const reads: string[] = []
    const native = new WebSocket(server.url)
    const channel = WebSocketChannel.from(native, { fastPath: false })
    await channel.ready
    // Without the fast path ws itself reads, and so other listeners are called as well.
    native.on('message', (data: Buffer) => reads.push(data.toString()))
    channel.sink.add('a')
    await expect.poll(() => reads).toEqual(['a'])
    await channel.sink.close()
    await server.close()
  })
})
