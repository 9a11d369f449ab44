import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { NODE_FORMS } from '../../../src/adapters/node/connect.js'
import { WebSocketChannel } from '../../../src/index.node.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { certificateFor } from '../../faults/adversary/certificate.js'

describe('a Unix socket', () => {
  let folder: string
  let path: string
  let server: Server
  let requests: IncomingMessage[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unix-socket-'))
    path = join(folder, 'echo.sock')
    requests = []
    server = createServer()
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket, request) => {
      requests.push(request)
      socket.on('message', (data, binary) => {
        socket.send(data, { binary })
      })
    })
    await once(server.listen(path), 'listening')
  })

  afterEach(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  it('is connected to by its address, with the path behind the colon', async () => {
    const channel = NodeWebSocketChannel.connect(`ws+unix:${path}:/chat?token`)
    channel.sink.add('hello')
    expect(await firstValueFrom(channel.stream)).toBe('hello')
    expect(requests.map(({ url }) => url)).toEqual(['/chat?token'])
    expect(await channel.sink.close(1000)).toMatchObject({ code: 1000, wasClean: true })
  })

  it('is in the error of its address if nothing listens there', async () => {
    const missing = join(folder, 'missing.sock')
    const channel = NodeWebSocketChannel.connect(`ws+unix:${missing}:/?token`)
    await expect(channel.ready).rejects.toMatchObject({
      message: `Connection to ws+unix:${missing}:/ failed: connect ENOENT ${missing}`,
      phase: 'network',
    })
  })

  it.each([undefined, false as const])(
    'is connected to by `socketPath`, and the address is sent (agent: %s)',
    async (agent) => {
      const options = { socketPath: path, agent }
      const channel = NodeWebSocketChannel.connect('ws://echo.test:1/chat?token', options)
      channel.sink.add('hello')
      expect(await firstValueFrom(channel.stream)).toBe('hello')
      expect(requests.map(({ url, headers }) => [url, headers.host])).toEqual([
        ['/chat?token', 'echo.test:1'],
      ])
      expect(await channel.sink.close(1000)).toMatchObject({ code: 1000, wasClean: true })
    },
  )

  it('is connected to with TLS, for the name in the address', async () => {
    const secret = certificateFor({ host: 'echo.test', expires: new Date('2049-01-01') })
    const secure = createSecureServer(secret)
    const sockets = new WebSocketServer({ server: secure })
    sockets.on('connection', (socket) => {
      socket.send('secure')
    })
    const socketPath = join(folder, 'tls.sock')
    await once(secure.listen(socketPath), 'listening')
    const ca = secret.cert
    const channel = NodeWebSocketChannel.connect('wss://echo.test/', { ca, socketPath })
    expect(await firstValueFrom(channel.stream)).toBe('secure')
    for (const url of ['wss://other.test/', 'wss://127.0.0.1/']) {
      const other = NodeWebSocketChannel.connect(url, { ca, socketPath })
      await expect(other.ready).rejects.toThrow("does not match certificate's altnames")
    }
    await channel.sink.close()
    secure.close()
  })

  it('needs the entry for Node for its address', () => {
    expect(() => WebSocketChannel.connect(`ws+unix:${path}`)).toThrow(
      new SyntaxError(`Cannot connect to ws+unix:${path}: use web-socket-channel/node`),
    )
  })

  it.each([
    ['ws+unix:', 'an invalid URL'],
    ['ws+unix:/echo.sock:/#', 'ws+unix:/echo.sock:/'],
    ['ftp://host/', 'ftp://host/'],
    ['wss+unix:/echo.sock', 'an invalid URL'],
  ])('has an address that is refused where it is wrong: %s', (url, shown) => {
    const message = `Cannot connect to ${shown}: use ${NODE_FORMS.shown(url)}`
    expect(() => NodeWebSocketChannel.connect(url)).toThrow(new SyntaxError(message))
  })
})
