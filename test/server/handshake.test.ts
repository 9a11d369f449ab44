import { describe, expect, it } from 'vitest'
import { refusal, withoutDate } from './answers.js'
import { serve } from './serving.js'
import { ACCEPT, type Fields, handshake, KEY } from './tcp-client.js'

const BAD = '400 Bad Request'

describe('a handshake that RFC 6455 section 4.2.1 allows', () => {
  it.each<[string, Fields]>([
    ['with nothing more', {}],
    ['with names and values in another case', { Upgrade: 'WebSocket', Connection: 'uPGRADE' }],
    ['with other tokens in Connection', { Connection: 'keep-alive, Upgrade' }],
    ['with other protocols in Upgrade', { Upgrade: 'h2c, websocket' }],
    ['with subprotocols, which this server does not speak', { 'Sec-WebSocket-Protocol': 'a, b' }],
    ['with an extension that is not known', { 'Sec-WebSocket-Extensions': 'x-unknown; a=1' }],
    [
      'with compression, which this server does not do',
      { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    ],
  ])('is accepted %s', async (_, fields) => {
    const { dial, server } = await serve()
    const answer = await dial().send(handshake(fields)).received('\r\n\r\n')
    expect(answer).toBe(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Accept: ${ACCEPT}\r\n\r\n`,
    )
    expect(server.channels.size).toBe(1)
    const [channel] = server.channels
    expect(channel).toMatchObject({ state: 'open', protocol: '', isFast: true, context: undefined })
  })
})

describe('the request of a channel', () => {
  it('has the headers as they were sent, and joins repeated ones', async () => {
    const { dial, server } = await serve({ origins: 'any' })
    const fields = { 'x-forwarded-for': ['a', 'b'], ORIGIN: 'http://a.example', 'X-Own': 'Upgrade' }
    await dial().send(handshake(fields)).received('\r\n\r\n')
    const [channel] = server.channels
    const request = channel?.request
    const names = request?.rawHeaders.filter((_, at) => at % 2 === 0)
    expect(names).toEqual(expect.arrayContaining(['x-forwarded-for', 'ORIGIN', 'X-Own', 'Host']))
    expect(names).not.toContain('Origin')
    expect(request?.headers).toMatchObject({
      'x-forwarded-for': 'a, b',
      origin: 'http://a.example',
      'x-own': 'Upgrade',
      upgrade: 'websocket',
    })
  })
})

describe('a handshake that it does not allow', () => {
  const keys = 'Sec-WebSocket-Key'
  const versions = 'Sec-WebSocket-Version'
  const protocols = 'Sec-WebSocket-Protocol'
  const otherVersion = refusal(
    '426 Upgrade Required',
    'Sec-WebSocket-Version: 13',
    'Upgrade: websocket',
  )

  it.each<[string, Fields, string]>([
    ['without Host', { Host: undefined }, refusal(BAD)],
    ['with two Hosts', { Host: ['a.example', 'b.example'] }, refusal(BAD)],
    ['without a key', { [keys]: undefined }, refusal(BAD)],
    ['with an empty key', { [keys]: '' }, refusal(BAD)],
    ['with two keys', { [keys]: [KEY, KEY] }, refusal(BAD)],
    ['with a key of 15 bytes', { [keys]: 'AAAAAAAAAAAAAAAAAAAA' }, refusal(BAD)],
    ['with a key of 17 bytes', { [keys]: 'AAAAAAAAAAAAAAAAAAAAAAA=' }, refusal(BAD)],
    ['with a key that is no base64', { [keys]: 'dGhlIHNhbXBsZSBub25j_Q==' }, refusal(BAD)],
    ['without a version', { [versions]: undefined }, refusal(BAD)],
    ['with an empty version', { [versions]: '' }, refusal(BAD)],
    ['with a version that is no number', { [versions]: 'thirteen' }, refusal(BAD)],
    ['with a version below 0', { [versions]: '-13' }, refusal(BAD)],
    ['with a version that begins with 0', { [versions]: '013' }, refusal(BAD)],
    ['with two versions', { [versions]: ['13', '13'] }, refusal(BAD)],
    ['with a list of versions', { [versions]: '13, 8' }, refusal(BAD)],
    ['of version 8', { [versions]: '8' }, otherVersion],
    ['of version 0', { [versions]: '0' }, otherVersion],
    ['of version 14', { [versions]: '14' }, otherVersion],
    ['of version 255', { [versions]: '255' }, otherVersion],
    ['with an empty list of subprotocols', { [protocols]: '' }, refusal(BAD)],
    ['with a subprotocol that is no token', { [protocols]: 'a, b/c' }, refusal(BAD)],
    ['with an empty subprotocol', { [protocols]: 'a,,b' }, refusal(BAD)],
    ['with a subprotocol twice', { [protocols]: 'a, b, a' }, refusal(BAD)],
    [
      'with a subprotocol in each of two headers, the same',
      { [protocols]: ['a', 'a'] },
      refusal(BAD),
    ],
  ])('is refused %s', async (_, fields, answer) => {
    const { dial, server } = await serve()
    expect(withoutDate(await dial().send(handshake(fields)).ended())).toBe(answer)
    expect(server.channels.size).toBe(0)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('is refused with %s', async (method) => {
    const { dial } = await serve()
    const answer = await dial().send(handshake({}, { method })).ended()
    expect(withoutDate(answer)).toBe(refusal('405 Method Not Allowed', 'Allow: GET'))
  })

  it('is refused with HEAD, without a body', async () => {
    const { dial } = await serve()
    const answer = await dial()
      .send(handshake({}, { method: 'HEAD' }))
      .ended()
    const [head] = refusal('405 Method Not Allowed', 'Allow: GET').split('\r\n\r\n')
    expect(withoutDate(answer)).toBe(`${String(head)}\r\n\r\n`)
  })

  it('is refused with HTTP/1.0', async () => {
    const { dial } = await serve()
    const answer = await dial()
      .send(handshake({}, { version: '1.0' }))
      .ended()
    expect(withoutDate(answer)).toBe(refusal(BAD))
  })
})

describe('the order of the checks', () => {
  /** Each of these fails alone; a request that fails several is answered for the first. */
  const failing: readonly [
    status: number,
    fields: Fields,
    line?: { readonly method?: string; readonly version?: string },
  ][] = [
    [405, {}, { method: 'POST' }],
    [400, {}, { version: '1.0' }],
    [400, { 'Sec-WebSocket-Key': 'x' }],
    [426, { 'Sec-WebSocket-Version': '8' }],
    [503, {}],
    [403, { Origin: 'https://evil.example' }],
    [400, { 'Sec-WebSocket-Protocol': 'other' }],
  ]

  it.each(failing.map((_, first) => first))(
    'answers for check %i and not for later ones',
    async (first) => {
      const asked: unknown[] = []
      const { dial } = await serve({
        protocols: 'chat',
        // The check of the load fails for all, unless a test is about those behind it.
        maxConnections: first <= 4 ? 0 : 1,
        authorize: (request) => {
          asked.push(request)
          return undefined
        },
      })
      const later = failing.slice(first)
      const fields = Object.assign({}, ...later.map(([, more]) => more).reverse()) as Fields
      const line = Object.assign({}, ...later.map(([, , more]) => more ?? {})) as object
      const answer = await dial().send(handshake(fields, line)).ended()
      expect(answer.slice(0, 13)).toBe(`HTTP/1.1 ${String(failing[first]?.[0])} `)
      expect(asked).toEqual([])
    },
  )

  it('looks at the path before anything else', async () => {
    const { dial } = await serve({ path: '/chat' })
    const answer = await dial()
      .send(handshake({}, { method: 'POST', target: '/other' }))
      .ended()
    expect(withoutDate(answer)).toBe(refusal('404 Not Found'))
  })

  it('looks at whether the server closes after the version, and before maxConnections', async () => {
    const { dial, server } = await serve({ maxConnections: 1 })
    // It does not answer the close frame.
    await dial().send(handshake()).received('\r\n\r\n')
    const closing = server.close()
    const old = await dial()
      .send(handshake({ 'Sec-WebSocket-Version': '8' }))
      .ended()
    expect(old).toContain('HTTP/1.1 426 ')
    const late = await dial().send(handshake()).ended()
    expect(withoutDate(late)).toBe(refusal('503 Service Unavailable'))
    for (const channel of server.channels) channel.abort()
    await closing
  })
})

it('refuses one too many with Retry-After, and accepts when another has gone', async () => {
  const { dial, connect, server } = await serve({ maxConnections: 1 })
  const first = connect()
  await first.ready
  const answer = withoutDate(await dial().send(handshake()).ended())
  expect(answer).toBe(refusal('503 Service Unavailable', 'Retry-After: 5'))
  await first.sink.close()
  await expect.poll(() => server.channels.size).toBe(0)
  const second = connect()
  await second.ready
})

it('counts handshakes under way, until the client goes', async () => {
  const signals: AbortSignal[] = []
  const { dial } = await serve({
    maxConnections: 2,
    authorize: (_, signal) => {
      signals.push(signal)
      return new Promise<undefined>(() => undefined)
    },
  })
  const waiting = [dial().send(handshake()), dial().send(handshake())]
  await expect.poll(() => signals.length).toBe(2)
  expect(await dial().send(handshake()).ended()).toContain('HTTP/1.1 503 ')
  const gone = new Promise((resolve) => signals[0]?.addEventListener('abort', resolve))
  waiting[0]?.socket.destroy()
  waiting[1]?.socket.destroy()
  await gone
  dial().send(handshake())
  await expect.poll(() => signals.length).toBe(3)
})
