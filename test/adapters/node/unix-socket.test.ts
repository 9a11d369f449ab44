import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { NODE_FORMS } from '../../../src/adapters/node/connect.js'
import { WebSocketChannel } from '../../../src/index.node.js'
import { NodeWebSocketChannel } from '../../../src/node.js'

describe('an address of a Unix socket', () => {
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

  it('opens a connection to it, with the path behind the colon', async () => {
    const channel = NodeWebSocketChannel.connect(`ws+unix:${path}:/chat?token`)
    channel.sink.add('hello')
    expect(await firstValueFrom(channel.stream)).toBe('hello')
    expect(requests.map(({ url }) => url)).toEqual(['/chat?token'])
    expect(await channel.sink.close(1000)).toMatchObject({ code: 1000, wasClean: true })
  })

  it('is in the error if nothing listens there', async () => {
    const missing = join(folder, 'missing.sock')
    const channel = NodeWebSocketChannel.connect(`ws+unix:${missing}:/?token`)
    await expect(channel.ready).rejects.toMatchObject({
      message: `Connection to ws+unix:${missing}:/ failed: connect ENOENT ${missing}`,
      phase: 'network',
    })
  })

  it('needs the entry for Node', () => {
    expect(() => WebSocketChannel.connect(`ws+unix:${path}`)).toThrow(
      new SyntaxError(`Cannot connect to ws+unix:${path}: use web-socket-channel/node`),
    )
  })

  it.each([
    ['ws+unix:', 'an invalid URL'],
    ['ws+unix:/echo.sock:/#', 'ws+unix:/echo.sock:/'],
    ['ftp://host/', 'ftp://host/'],
    ['wss+unix:/echo.sock', 'an invalid URL'],
  ])('is refused where it is wrong: %s', (url, shown) => {
    const message = `Cannot connect to ${shown}: use ${NODE_FORMS.shown(url)}`
    expect(() => NodeWebSocketChannel.connect(url)).toThrow(new SyntaxError(message))
  })
})
