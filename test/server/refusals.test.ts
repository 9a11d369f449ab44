import { describe, expect, it, vi } from 'vitest'
import { deferred, serve } from './serving.js'
import { handshake } from './tcp-client.js'

/** The answer to a client that `authorize` refuses with a response. */
async function answerWith(response: () => Response): Promise<string> {
  const { dial } = await serve({ authorize: () => response() })
  return dial().send(handshake()).ended()
}

function linesOf(answer: string): string[] {
  const [head = ''] = answer.split('\r\n\r\n')
  return head.split('\r\n').filter((line) => !line.startsWith('Date: '))
}

describe('a Response of authorize', () => {
  it('is sent with its status, reason, headers and body', async () => {
    const answer = await answerWith(
      () =>
        new Response('No ticket: Zoë', {
          status: 418,
          statusText: 'No Tea',
          headers: { 'WWW-Authenticate': 'Bearer', 'content-type': 'text/x-tea' },
        }),
    )
    expect(linesOf(answer)).toEqual([
      'HTTP/1.1 418 No Tea',
      'content-type: text/x-tea',
      'www-authenticate: Bearer',
      'Connection: close',
      'Content-Length: 15',
    ])
    expect(answer).toMatch(/\r\nDate: .* GMT\r\n/)
    expect(Buffer.from(answer.split('\r\n\r\n')[1] ?? '', 'latin1').toString()).toBe(
      'No ticket: Zoë',
    )
  })

  it('may have any status from 200 to 599', async () => {
    for (const status of [200, 302, 401, 429, 599]) {
      const answer = await answerWith(() => new Response('', { status }))
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\n`))
      expect(answer).toContain('Content-Length: 0\r\n')
    }
  })

  it('has the usual reason if it names none', async () => {
    expect(await answerWith(() => new Response(null, { status: 401 }))).toMatch(
      /^HTTP\/1.1 401 Unauthorized\r\n/,
    )
  })

  it('keeps two Set-Cookie apart, and its own Date', async () => {
    const headers: [string, string][] = [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ]
    const answer = await answerWith(() => new Response(null, { status: 403, headers }))
    expect(answer).toContain('set-cookie: a=1\r\nset-cookie: b=2\r\n')
    expect(answer.match(/date: /gi)).toHaveLength(1)
    expect(answer).toContain('date: Thu, 01 Jan 1970 00:00:00 GMT\r\n')
  })

  it('loses its hop-by-hop headers, and those that Connection names', async () => {
    const headers = {
      Connection: 'keep-alive, X-Hop',
      'Keep-Alive': 'timeout=5',
      'Proxy-Connection': 'keep-alive',
      TE: 'trailers',
      Trailer: 'x',
      'Transfer-Encoding': 'chunked',
      Upgrade: 'h2c',
      'X-Hop': '1',
      'X-End': '1',
      'Content-Length': '99',
    }
    const answer = await answerWith(() => new Response('ab', { status: 403, headers }))
    expect(linesOf(answer)).toEqual([
      'HTTP/1.1 403 Forbidden',
      'content-type: text/plain;charset=UTF-8',
      'x-end: 1',
      'Connection: close',
      'Content-Length: 2',
    ])
  })

  it.each([204, 304])('of status %i has neither body nor Content-Length', async (status) => {
    const answer = await answerWith(() => new Response(null, { status }))
    expect(answer).not.toContain('Content-Length')
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })

  it('may be a redirect, which a page cannot follow', async () => {
    const answer = await answerWith(() => Response.redirect('https://login.example/', 302))
    expect(answer).toContain('HTTP/1.1 302 Found\r\nlocation: https://login.example/\r\n')
  })

  it.each<[string, () => Response | Promise<Response>]>([
    ['an error of the network', () => Response.error()],
    [
      'a body that was used',
      async () => {
        const response = new Response('x')
        await response.text()
        return response
      },
    ],
    [
      'a body that somebody reads',
      () => {
        const response = new Response('x')
        response.body?.getReader()
        return response
      },
    ],
    [
      'a body that breaks',
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('secret'))
            },
            pull(controller) {
              controller.error(new Error('broken'))
            },
          }),
        ),
    ],
    [
      'a body that has no bytes',
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue('text')
              controller.close()
            },
          }),
        ),
    ],
  ])('that cannot be sent is 500: %s', async (_, make) => {
    const { dial, reported } = await serve({ authorize: () => make() })
    const answer = await dial().send(handshake()).ended()
    expect(answer).toContain('HTTP/1.1 500 Internal Server Error\r\n')
    expect(answer.split('\r\n\r\n')[1]).toBe('500 Internal Server Error')
    expect(reported).toHaveLength(1)
    expect(reported[0]?.error).toMatchObject({
      status: 500,
      message: 'Connection to / failed: the Response of authorize cannot be sent',
      cause: expect.any(Error) as unknown,
    })
  })

  it('is reported with its status', async () => {
    const { dial, reported } = await serve({ authorize: () => new Response('', { status: 401 }) })
    await dial().send(handshake()).ended()
    expect(reported.map(({ error }) => error)).toMatchObject([{ phase: 'handshake', status: 401 }])
  })

  it('whose body never ends is given up after authorizeTimeout, and cancelled', async () => {
    const cancel = vi.fn()
    const endless = (): Response => new Response(new ReadableStream({ cancel }))
    const { dial, reported } = await serve({ authorize: endless, authorizeTimeout: 30 })
    const answer = await dial().send(handshake()).ended()
    expect(answer).toContain('HTTP/1.1 503 ')
    expect(answer.match(/HTTP/g)).toHaveLength(1)
    expect(cancel).toHaveBeenCalledOnce()
    expect(reported.map(({ error }) => error)).toMatchObject([{ phase: 'timeout', status: 503 }])
  })

  it('whose body never ends is cancelled when the client goes', async () => {
    const cancel = vi.fn()
    const pull = vi.fn(() => new Promise<void>(() => undefined))
    const { dial, reported } = await serve({
      authorize: () => new Response(new ReadableStream({ pull, cancel })),
    })
    const client = dial().send(handshake())
    await expect.poll(() => pull.mock.calls.length).toBe(1)
    client.socket.destroy()
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
    expect(reported.map(({ error }) => error)).toMatchObject([{ phase: 'network' }])
    expect(reported[0]?.error).toMatchObject({ status: undefined })
  })

  it('is cancelled if it comes when the client has gone', async () => {
    const cancel = vi.fn()
    const { promise, resolve } = deferred<Response>()
    const { dial, reported } = await serve({ authorize: () => promise })
    const client = dial().send(handshake())
    await new Promise((connected) => client.socket.once('ready', connected))
    client.socket.end()
    await expect.poll(() => reported.length).toBe(1)
    resolve(new Response(new ReadableStream({ cancel })))
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
  })
})

describe('a client that is refused', () => {
  it('gets the whole answer though it sends on', async () => {
    const body = 'x'.repeat(1_000_000)
    const { dial } = await serve({ authorize: () => new Response(body, { status: 403 }) })
    const client = dial()
    client.send(handshake())
    for (let chunk = 0; chunk < 50; chunk++) client.send(Buffer.alloc(10_000))
    expect((await client.ended()).split('\r\n\r\n')[1]).toHaveLength(body.length)
  })

  it('that does not close its side is dropped after closeTimeout', async () => {
    const { http, dial } = await serve({ closeTimeout: 50, authorize: () => false })
    const closed = new Promise<void>((resolve) => {
      http.once('connection', (socket) => socket.once('close', () => resolve()))
    })
    const client = dial().send(handshake())
    await client.ended()
    await closed
  })

  it('that does not read is dropped after closeTimeout', async () => {
    const { http, dial } = await serve({
      closeTimeout: 50,
      authorize: () => new Response('x'.repeat(30_000_000), { status: 403 }),
    })
    const closed = new Promise<void>((resolve) => {
      http.once('connection', (socket) => socket.once('close', () => resolve()))
    })
    dial().send(handshake()).socket.pause()
    await closed
  })

  it('is dropped at once with closeTimeout 0, the answer sent', async () => {
    const { dial } = await serve({ closeTimeout: 0, authorize: () => false })
    expect(await dial().send(handshake()).ended()).toContain('HTTP/1.1 403 Forbidden')
  })
})
