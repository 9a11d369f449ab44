import { describe, expect, it } from 'vitest'
import { serveChannels, type ChannelServer, type ServeOptions } from '../../src/server.js'
import { deferred, listen } from './serving.js'
import { handshake, TcpClient } from './tcp-client.js'

type Options = ServeOptions<string>

/** A server whose options may call it, and one client, whose handshake `authorize` has begun to decide. */
async function serveOne(
  options: (close: () => void) => Options,
): Promise<{ server: ChannelServer<string>; client: TcpClient; reported: Error[] }> {
  const { http, port } = await listen()
  const reported: Error[] = []
  const own = options(() => void server.close({ timeout: 1_000 }))
  const server: ChannelServer<string> = serveChannels<string>(http, {
    ...own,
    onError: (error, request) => {
      reported.push(error)
      own.onError?.(error, request)
    },
  })
  const client = new TcpClient(port)
  client.send(handshake({ Origin: 'http://server.example' }))
  return { server, client, reported }
}

/** Options whose `authorize` waits for a decision, and closes the server when its signal is aborted. */
function closingWhenAborted(close: () => void, began: () => void): Options {
  return {
    authorize: (_, signal) => {
      signal.addEventListener('abort', close)
      began()
      return new Promise<string>(() => undefined)
    },
  }
}

describe('a server that an option closes', () => {
  it.each<[string, (client: TcpClient) => unknown]>([
    ['has reset', ({ socket }) => socket.resetAndDestroy()],
    ['has ended', ({ socket }) => socket.end()],
  ])('closes when the signal is aborted because the client %s', async (_, go) => {
    const began = deferred<undefined>()
    const { server, client, reported } = await serveOne((close) =>
      closingWhenAborted(close, () => {
        began.resolve(undefined)
      }),
    )
    await began.promise
    go(client)
    await expect.poll(() => reported.length).toBe(1)
    expect(reported).toMatchObject([{ phase: 'network' }])
    await server.close()
    expect(reported).toHaveLength(1)
  })

  it('closes when the signal is aborted by authorizeTimeout', async () => {
    const { server, client, reported } = await serveOne((close) => ({
      ...closingWhenAborted(close, () => undefined),
      authorizeTimeout: 20,
    }))
    expect(await client.ended()).toContain('HTTP/1.1 503 ')
    expect(reported).toMatchObject([{ phase: 'timeout', status: 503 }])
    await server.close()
  })

  it.each<[string, number, Options['authorize']]>([
    ['false', 403, () => Promise.resolve(false)],
    ['a Response', 401, () => Promise.resolve(new Response('', { status: 401 }))],
    ['an error', 500, () => Promise.reject(new Error('broken'))],
  ])('in onError answers what authorize decided: %s', async (_, status, authorize) => {
    const { server, client, reported } = await serveOne((close) => ({ authorize, onError: close }))
    const answer = await client.ended()
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer.match(/HTTP/g)).toHaveLength(1)
    await server.close()
    expect(reported).toHaveLength(1)
  })

  it.each<[string, (close: () => void) => Options]>([
    ['origins', (close) => ({ origins: () => (close(), true) })],
    ['path', (close) => ({ path: () => (close(), true) })],
    ['authorize', (close) => ({ authorize: () => (close(), 'late') })],
  ])('in %s answers 503 to the handshake that is being checked', async (_, options) => {
    const { server, client, reported } = await serveOne(options)
    expect(await client.ended()).toContain('HTTP/1.1 503 ')
    await server.close()
    expect(server.channels.size).toBe(0)
    expect(reported).toMatchObject([{ status: 503 }])
  })
})
