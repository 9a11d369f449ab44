import { describe, expect, it, vi } from 'vitest'
import { once } from 'node:events'
import { serveChannels } from '../../src/server.js'
import { serve } from './serving.js'
import { closeFrame, handshake } from './tcp-client.js'

// The close frame of a server.
const CLOSE_1001 = '\x88\x02\x03\xe9'

describe('close of a server', () => {
  it('closes all channels with 1001, and resolves when they have ended', async () => {
    const { connect, server } = await serve()
    const clients = Array.from({ length: 5 }, () => connect())
    await Promise.all(clients.map(({ ready }) => ready))
    const channels = [...server.channels]
    await server.close()
    for (const channel of channels) {
      expect(channel).toMatchObject({ state: 'closed', closeCode: 1001 })
    }
    const infos = await Promise.all(clients.map(({ closed }) => closed))
    for (const info of infos) expect(info).toMatchObject({ code: 1001, wasClean: true })
  })

  it('sends the code and the reason that it is given', async () => {
    const { connect, server } = await serve()
    const client = connect()
    await client.ready
    await server.close({ code: 1012, reason: 'a new version' })
    expect(await client.closed).toMatchObject({ code: 1012, reason: 'a new version' })
  })

  it('sends 1001 with a reason and no code', async () => {
    const { connect, server } = await serve()
    const client = connect()
    await client.ready
    await server.close({ reason: 'bye' })
    expect(await client.closed).toMatchObject({ code: 1001, reason: 'bye' })
  })

  it('returns the same promise again, and leaves the http server as it was', async () => {
    const { http, port, server, dial } = await serve()
    const closing = server.close()
    expect(server.close({ code: 1012 })).toBe(closing)
    await closing
    expect(server.close()).toBe(closing)
    expect(http.listenerCount('upgrade')).toBe(0)
    expect(http.listening).toBe(true)
    const answer = await dial()
      .send(`GET /x HTTP/1.1\r\nHost: a:${port}\r\n\r\n`)
      .received('app /x')
    expect(answer).toContain('200 OK')
  })

  it('is what await using calls', async () => {
    const { connect, server } = await serve()
    const client = connect()
    await client.ready
    {
      await using disposed = server
      expect(disposed.channels.size).toBe(1)
    }
    expect(await client.closed).toMatchObject({ code: 1001 })
  })

  it('refuses new handshakes with 503 while it closes, and lets the path be served anew after', async () => {
    const { http, dial, server } = await serve({ path: '/chat' })
    const target = { target: '/chat' }
    const open = dial().send(handshake({}, target))
    await open.received('\r\n\r\n')
    const closing = server.close()
    expect(() => serveChannels(http, { path: '/chat' })).toThrow(TypeError)
    const late = await dial().send(handshake({}, target)).ended()
    expect(late).toContain('HTTP/1.1 503 Service Unavailable')
    expect(late).toContain('Connection: close')
    open.socket.end(closeFrame(1001))
    await closing
    const again = serveChannels(http, { path: '/chat' })
    await dial().send(handshake({}, target)).received('101')
    expect(again.channels.size).toBe(1)
    await again.close({ timeout: 0 })
  })

  it('drops after timeout those that do not answer', async () => {
    const { dial, server } = await serve({ closeTimeout: Infinity })
    const client = dial().send(handshake())
    await client.received('\r\n\r\n')
    const [channel] = server.channels
    await server.close({ timeout: 30 })
    // The close frame with 1001 came first.
    expect(await client.ended()).toContain(CLOSE_1001)
    expect(await channel?.closed).toMatchObject({ code: 1006, initiator: 'local', wasClean: false })
  })

  it('drops all at once with timeout 0, their close frames sent', async () => {
    const { dial, server } = await serve({ closeTimeout: Infinity })
    const clients = [dial(), dial()]
    for (const client of clients) await client.send(handshake()).received('\r\n\r\n')
    const closing = server.close({ timeout: 0 })
    expect(server.channels.size).toBe(0)
    await closing
    for (const client of clients) expect(await client.ended()).toContain(CLOSE_1001)
  })

  it('leaves channels to their closeTimeout with timeout Infinity', async () => {
    const { dial, server } = await serve({ closeTimeout: 30 })
    await dial().send(handshake()).received('\r\n\r\n')
    const [channel] = server.channels
    await server.close({ timeout: Infinity })
    expect(channel?.state).toBe('closed')
  })

  it('closes in batches that let the event loop run, none waiting for the answer of another', async () => {
    const { dial, server } = await serve({ closeTimeout: Infinity })
    const clients = Array.from({ length: 250 }, () => dial())
    for (const client of clients) client.send(handshake())
    await expect.poll(() => server.channels.size).toBe(250)
    const closing = server.close({ timeout: Infinity })
    const turns: number[] = []
    const count = (): number =>
      [...server.channels].filter(({ state }) => state === 'closing').length
    while (count() < 250) {
      turns.push(count())
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(turns.length).toBeGreaterThan(1)
    for (const { socket } of clients) socket.end(closeFrame(1001))
    await closing
  })

  it('counts timeout from the call, and leaves no timer', async () => {
    const { connect, server } = await serve()
    await connect().ready
    const clear = vi.spyOn(globalThis, 'clearTimeout')
    const set = vi.spyOn(globalThis, 'setTimeout')
    await server.close({ timeout: 12_345 })
    const index = set.mock.calls.findIndex(([, delay]) => delay === 12_345)
    expect(clear).toHaveBeenCalledWith(set.mock.results[index]?.value)
    clear.mockRestore()
    set.mockRestore()
  })

  it('waits for the answers of refused clients, and drops them after timeout', async () => {
    const { dial, server } = await serve({
      closeTimeout: Infinity,
      authorize: () => new Response('x'.repeat(30_000_000), { status: 403 }),
    })
    const client = dial().send(handshake())
    await client.received('403')
    client.socket.pause()
    await server.close({ timeout: 30 })
    client.socket.resume()
    expect((await client.ended()).length).toBeLessThan(30_000_000)
  })

  it('does not wait for clients that it refuses while it drops those refused before', async () => {
    const { dial, server } = await serve({
      closeTimeout: Infinity,
      authorize: () => new Response('x'.repeat(30_000_000), { status: 403 }),
    })
    const early = dial().send(handshake())
    await early.received('403')
    early.socket.pause()
    const closing = server.close({ timeout: Infinity })
    // It leaves its side of the connection open.
    const late = dial().send(handshake())
    expect(await late.ended()).toContain('HTTP/1.1 503 Service Unavailable')
    early.socket.resume()
    await closing
  })

  it('resolves after timeout although handshakes keep coming', async () => {
    const { dial, server } = await serve({ closeTimeout: Infinity })
    await dial().send(handshake()).received('\r\n\r\n')
    let isClosed = false
    const closing = server.close({ timeout: 50 }).then(() => (isClosed = true))
    for (let count = 0; count < 1_000 && !isClosed; count++) {
      dial().send(handshake())
      await new Promise((resolve) => setImmediate(resolve))
    }
    await closing
  })

  it('lets close of the http server finish, which itself ends no channel', async () => {
    const { http, connect, server } = await serve()
    const client = connect()
    await client.ready
    const closed = once(http, 'close')
    http.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(client.state).toBe('open')
    await server.close()
    await closed
  })
})
