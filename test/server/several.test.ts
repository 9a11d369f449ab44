import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { serveChannels } from '../../src/server.js'
import { listen } from './serving.js'
import { handshake, TcpClient } from './tcp-client.js'
import { serveUndecided } from './undecided.js'

function ask(port: number, target: string, fields = {}): TcpClient {
  return new TcpClient(port).send(handshake(fields, { target }))
}

describe('several on one http server', () => {
  it('share one listener, and the first that takes a path gets it', async () => {
    const { http, port } = await listen()
    const chat = serveChannels(http, { path: '/chat' })
    const rooms = serveChannels(http, { path: (pathname) => pathname.startsWith('/') })
    const never = serveChannels(http, { path: '/never' })
    expect(http.listenerCount('upgrade')).toBe(1)
    for (const target of ['/chat', '/rooms/1', '/never']) {
      await ask(port, target).received('101')
    }
    const paths = [chat, rooms, never].map(({ channels }) =>
      [...channels].map(({ request }) => request.url),
    )
    expect(paths).toEqual([['/chat'], ['/rooms/1', '/never'], []])
    for (const server of [chat, rooms, never]) await server.close({ timeout: 0 })
    expect(http.listenerCount('upgrade')).toBe(0)
  })

  it('cannot have the same path', () => {
    const http = createServer()
    serveChannels(http, { path: '/chat' })
    expect(() => serveChannels(http, { path: '/chat' })).toThrow(TypeError)
    expect(() => serveChannels(createServer(), { path: '/chat' })).not.toThrow()
  })

  it('answer 404 for a path of nobody', async () => {
    const { http, port } = await listen()
    serveChannels(http, { path: '/chat' })
    const answer = await ask(port, '/other').ended()
    expect(answer).toContain('HTTP/1.1 404 Not Found\r\n')
    expect(answer).toContain('Connection: close\r\n')
  })

  it('close one by one', async () => {
    const { http, port } = await listen()
    const symbols = Object.getOwnPropertySymbols(http)
    const chat = serveChannels(http, { path: '/chat' })
    const rooms = serveChannels(http, { path: '/rooms' })
    await chat.close()
    expect(await ask(port, '/chat').ended()).toContain('404')
    await ask(port, '/rooms').received('101')
    await rooms.close({ timeout: 0 })
    expect(http.listenerCount('upgrade')).toBe(0)
    expect(Object.getOwnPropertySymbols(http)).toEqual(symbols)
  })
})

describe('beside listeners of others', () => {
  it('leaves the paths of others to them', async () => {
    const { http, port } = await listen()
    const other = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      if (request.url === '/ws') other.handleUpgrade(request, socket, head, (ws) => ws.send('ws'))
    })
    const server = serveChannels(http, { path: '/chat' })
    await ask(port, '/ws').received('\x81\x02ws')
    await ask(port, '/chat').received('101')
    expect(server.channels.size).toBe(1)
    for (const client of other.clients) client.terminate()
    await server.close({ timeout: 0 })
  })

  it('answers no path that is not its own', async () => {
    const { http, port } = await listen()
    const seen: unknown[] = []
    http.on('upgrade', ({ url }, socket) => {
      seen.push(url)
      // Later, so that an answer of the channels' would be the first.
      if (url === '/other') setImmediate(() => socket.end('HTTP/1.1 418 No Tea\r\n\r\n'))
    })
    serveChannels(http, { path: '/chat' })
    expect(await ask(port, '/other').ended()).toBe('HTTP/1.1 418 No Tea\r\n\r\n')
    expect(seen).toEqual(['/other'])
  })

  it('drops a connection that another listener has upgraded before authorize decides', async () => {
    const { http, port, server, reported, decide } = await serveUndecided()
    const other = new WebSocketServer({ server: http })
    onTestFinished(() => {
      other.close()
    })
    const client = ask(port, '/')
    await client.received('101')
    decide('late')
    await client.ended()
    expect(server.channels.size).toBe(0)
    expect(reported.map(({ error }) => error.message)).toEqual([
      expect.stringContaining('more than once with the same socket'),
    ])
  })
})

describe('when somebody has removed the listeners of others', () => {
  it('serves again with the next server', async () => {
    const { http, port } = await listen()
    const chat = serveChannels(http, { path: '/chat' })
    http.removeAllListeners('upgrade')
    expect(await ask(port, '/chat').received('app /chat')).toContain('200 OK')
    const rooms = serveChannels(http, { path: '/rooms' })
    expect(http.listenerCount('upgrade')).toBe(1)
    await ask(port, '/rooms').received('101')
    await ask(port, '/chat').received('101')
    for (const server of [chat, rooms]) await server.close({ timeout: 0 })
    expect(http.listenerCount('upgrade')).toBe(0)
  })
})

describe('a request to upgrade to something else', () => {
  const h2c = { Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABk' }

  it('goes to the app, as without channels', async () => {
    const { http, port } = await listen()
    const before = await ask(port, '/x', h2c).received('app /x')
    serveChannels(http)
    const withChannels = ask(port, '/x', h2c)
    const after = await withChannels.received('app /x')
    const withoutDate = (answer: string): string => answer.replace(/Date: .*/, '')
    expect(withoutDate(after)).toBe(withoutDate(before))
    // The connection goes on, and may still be upgraded.
    withChannels.send(handshake({}, { target: '/chat' }))
    await withChannels.received('101 Switching')
  })

  it('goes to an app that serves channels from then on', async () => {
    const { http, port } = await listen()
    serveChannels(http, { path: '/chat' })
    http.once('request', () => serveChannels(http, { path: '/rooms' }))
    await ask(port, '/x', h2c).received('app /x')
    expect(http.listenerCount('upgrade')).toBe(1)
    await ask(port, '/rooms').received('101')
  })

  it('keeps its headers and its body', async () => {
    const seen: unknown[] = []
    const http = createServer((request, answer) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push([request.method, request.headers.upgrade, Buffer.concat(chunks).toString()])
        answer.end('done')
      })
    })
    const port = await new Promise<number>((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve((http.address() as { port: number }).port))
    })
    serveChannels(http)
    const fields = { ...h2c, 'Content-Length': '11' }
    const client = new TcpClient(port).send(handshake(fields, { method: 'POST' }) + 'hello ')
    client.send('world')
    await client.received('done')
    expect(seen).toEqual([['POST', 'h2c', 'hello world']])
    expect(http.listenerCount('upgrade')).toBe(1)
    http.closeAllConnections()
    http.close()
  })

  it('goes to the listeners of others, once', async () => {
    const { http, port } = await listen()
    serveChannels(http)
    const seen: unknown[] = []
    http.on('upgrade', ({ headers }, socket) => {
      seen.push(headers.upgrade)
      setImmediate(() => socket.end('HTTP/1.1 418 No Tea\r\n\r\n'))
    })
    expect(await ask(port, '/x', h2c).ended()).toBe('HTTP/1.1 418 No Tea\r\n\r\n')
    expect(seen).toEqual(['h2c'])
  })
})
