import { describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../src/index.js'
import { refusal, withoutDate } from './answers.js'
import { serve } from './serving.js'
import { handshake } from './tcp-client.js'

describe('the path', () => {
  it.each<[path: string, target: string, isServed: boolean]>([
    ['/chat', '/chat', true],
    ['/chat', '/chat?token=1', true],
    ['/chat', '/chat?', true],
    ['/chat', 'http://server.example/chat?x', true],
    ['/', 'ws://server.example', true],
    ['/', 'http://server.example?x', true],
    ['/chat', '/chat/', false],
    ['/chat', '/Chat', false],
    ['/chat', '/%63hat', false],
    ['/chat', '/./chat', false],
    ['/chat', '/a/../chat', false],
    ['/chat', '//chat', false],
    ['/chat', '/other', false],
    ['/chat', 'http://server.example/other', false],
    ['/%63hat', '/%63hat', true],
  ])('%s takes %s: %s', async (path, target, isServed) => {
    const { dial } = await serve({ path })
    const answer = await dial().send(handshake({}, { target })).received('\r\n\r\n')
    expect(answer.slice(9, 12)).toBe(isServed ? '101' : '404')
  })

  it('may be decided by a function, which gets it without the query', async () => {
    const paths: string[] = []
    const { dial } = await serve({
      path: (pathname) => {
        paths.push(pathname)
        return pathname.startsWith('/rooms/')
      },
    })
    expect(
      await dial()
        .send(handshake({}, { target: '/rooms/7?a' }))
        .received('\r\n'),
    ).toContain('101')
    expect(
      await dial()
        .send(handshake({}, { target: '/other' }))
        .ended(),
    ).toContain('404')
    expect(paths).toEqual(['/rooms/7', '/other'])
  })

  it('answers 500 if the function throws, and reports that', async () => {
    const error = new Error('broken')
    const { dial, reported } = await serve({
      path: () => {
        throw error
      },
    })
    expect(withoutDate(await dial().send(handshake()).ended())).toBe(
      refusal('500 Internal Server Error'),
    )
    expect(reported.map((one) => one.error)).toEqual([error])
  })
})

describe('the subprotocol', () => {
  it.each<[offered: string | readonly string[] | undefined, chosen: string | number]>([
    ['a', 'a'],
    ['b, a', 'b'],
    ['c,  a', 'a'],
    [['c', 'b'], 'b'],
    [undefined, ''],
    ['c', 400],
    ['A', 400],
    ['a b', 400],
  ])('of the offer %s is %s', async (offered, chosen) => {
    const { dial, server } = await serve({ protocols: ['a', 'b'] })
    const fields = { 'Sec-WebSocket-Protocol': offered }
    const answer = await dial().send(handshake(fields)).received('\r\n\r\n')
    const [channel] = server.channels
    if (typeof chosen === 'number') expect(answer).toContain(`HTTP/1.1 ${chosen} `)
    else expect(channel?.protocol).toBe(chosen)
    const shown = /Sec-WebSocket-Protocol: (.*)\r\n/.exec(answer)?.[1]
    expect(shown).toBe(chosen === '' || chosen === 400 ? undefined : chosen)
  })
})

describe('compression', () => {
  const header = 'Sec-WebSocket-Extensions'

  it('is agreed on if the server does it, and leaves the fast path', async () => {
    const { dial, server } = await serve({ perMessageDeflate: true })
    const answer = await dial()
      .send(handshake({ [header]: 'permessage-deflate' }))
      .received('\r\n\r\n')
    expect(answer).toContain(`${header}: permessage-deflate`)
    const [channel] = server.channels
    expect(channel?.fastPathRefusal).toBe('compression')
  })

  it.each(['permessage-deflate; client_max_window_bits=99', 'permessage-deflate;;', '"'])(
    'is refused with 400 before authorize is asked if the offer is %s',
    async (offer) => {
      const asked: unknown[] = []
      const { dial } = await serve({
        perMessageDeflate: true,
        authorize: (request) => {
          asked.push(request)
          return undefined
        },
      })
      const answer = await dial()
        .send(handshake({ [header]: offer }))
        .ended()
      expect(withoutDate(answer)).toBe(refusal('400 Bad Request'))
      expect(asked).toEqual([])
    },
  )
})

it('reports nothing of the headers of a refused request', async () => {
  const { dial, reported } = await serve()
  const malformed = [
    { 'Sec-WebSocket-Version': '4711' },
    { 'Sec-WebSocket-Version': 'n4711' },
    { 'Sec-WebSocket-Key': '4711' },
    { 'Sec-WebSocket-Protocol': '4711,' },
    { Origin: 'http://4711' },
    { Host: ['4711', '4711'] },
  ]
  for (const fields of malformed) await dial().send(handshake(fields)).ended()
  expect(reported).toHaveLength(malformed.length)
  for (const { error } of reported) expect(error.message).not.toContain('4711')
})

it('reports each refusal once, with the status, and without the query of the address', async () => {
  const { dial, reported } = await serve()
  const fields = { Origin: 'https://evil.example' }
  await dial()
    .send(handshake(fields, { target: '/chat?token=secret' }))
    .ended()
  expect(reported).toHaveLength(1)
  const [{ error, request } = { error: undefined, request: undefined }] = reported
  expect(error).toBeInstanceOf(ConnectionFailedError)
  expect(error).toMatchObject({
    message: 'Connection to /chat failed: the origin is not allowed',
    phase: 'handshake',
    status: 403,
    url: '/chat',
  })
  expect(request?.url).toBe('/chat?token=secret')
})
