import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { serveChannels, type ServeOptions } from '../../src/server.js'
import { serveSettings } from '../../src/server/settings.js'

type Wrong = Readonly<Record<string, unknown>>

function serving(options: Wrong): () => unknown {
  return () => serveChannels(createServer(), options as ServeOptions)
}

it.each<[Wrong, new () => Error]>([
  [{ path: 'chat' }, SyntaxError],
  [{ path: '' }, SyntaxError],
  [{ path: '/chat?x' }, SyntaxError],
  [{ path: 1 }, TypeError],
  [{ protocols: 'a b' }, SyntaxError],
  [{ protocols: ['a', 'a'] }, SyntaxError],
  [{ protocols: [1] }, TypeError],
  [{ origins: 'all' }, RangeError],
  [{ origins: [1] }, TypeError],
  [{ origins: {} }, TypeError],
  [{ origins: null }, TypeError],
  [{ authorize: true }, TypeError],
  [{ authorizeTimeout: '1' }, TypeError],
  [{ authorizeTimeout: -1 }, RangeError],
  [{ authorizeTimeout: NaN }, RangeError],
  [{ maxConnections: -1 }, RangeError],
  [{ maxBufferedBytes: -1 }, RangeError],
  [{ maxPayload: -1 }, RangeError],
  [{ perMessageDeflate: 1 }, TypeError],
  [{ onError: 'log' }, TypeError],
  [{ closeTimeout: -1 }, RangeError],
  [{ keepAlive: true }, TypeError],
  [{ highWaterMark: NaN }, RangeError],
  [{ maxHeldBytes: '1' }, TypeError],
  [{ unobserved: 'keep' }, RangeError],
  [{ fastPath: 'yes' }, RangeError],
  [{ sharedFrames: 1 }, TypeError],
  [{ signal: new AbortController().signal }, TypeError],
  [{ headers: {} }, TypeError],
  [{ verifyClient: () => true }, TypeError],
])('%o is refused', (options, Class) => {
  expect(serving(options)).toThrow(Class)
})

it.each([null, 'chat', [], 1])('options %o are refused', (options) => {
  expect(() => serveChannels(createServer(), options as ServeOptions)).toThrow(TypeError)
})

it.each([undefined, null, 8080, {}])('an http server %o is refused', (http) => {
  expect(() => serveChannels(http as never)).toThrow(TypeError)
})

it('has the defaults that the documentation names', () => {
  const settings = serveSettings({})
  expect(settings).toMatchObject({
    path: undefined,
    protocols: undefined,
    authorizeTimeout: 10_000,
    closeTimeout: 5_000,
    maxConnections: Infinity,
    maxPayload: 1_048_576,
    perMessageDeflate: false,
  })
  expect(settings.accept).toMatchObject({
    maxBufferedBytes: 16_777_216,
    frames: { fastPath: 'auto', sharesFrames: false },
    channel: {
      closeTimeout: 5_000,
      highWaterMark: 1_048_576,
      maxHeldBytes: 16_777_216,
      unobserved: 'hold',
      keepAlive: { interval: 20_000, timeout: 20_000 },
    },
  })
  expect(serveSettings({ maxPayload: Infinity }).maxPayload).toBe(0)
  expect(serveSettings({ authorizeTimeout: 0 }).authorizeTimeout).toBe(Infinity)
})

it('leaves nothing on the http server when it refuses its options', () => {
  const http = createServer()
  expect(() => serveChannels(http, { path: 'chat' })).toThrow(SyntaxError)
  expect(http.listenerCount('upgrade')).toBe(0)
  expect(Object.getOwnPropertySymbols(http)).toEqual(Object.getOwnPropertySymbols(createServer()))
})

it('takes undefined for every option as its default', async () => {
  const names = ['path', 'protocols', 'origins', 'authorize', 'authorizeTimeout', 'maxConnections']
  const more = ['maxBufferedBytes', 'maxPayload', 'perMessageDeflate', 'onError', 'closeTimeout']
  const options = Object.fromEntries([...names, ...more].map((name) => [name, undefined]))
  const server = serveChannels(createServer(), options)
  await server.close()
})

describe('close of a server', () => {
  it.each<[Wrong | null, new () => Error]>([
    [{ code: 1006 }, RangeError],
    [{ code: 999 }, RangeError],
    [{ code: '1001' }, TypeError],
    [{ reason: 1 }, TypeError],
    [{ reason: 'x'.repeat(124) }, RangeError],
    [{ timeout: -1 }, RangeError],
    [{ timeout: '1' }, TypeError],
    [{ deadline: 1 }, TypeError],
    [null, TypeError],
  ])('refuses %o, and changes nothing', async (options, Class) => {
    const http = createServer()
    const server = serveChannels(http, { path: '/chat' })
    expect(() => server.close(options as never)).toThrow(Class)
    expect(http.listenerCount('upgrade')).toBe(1)
    await server.close()
    expect(() => server.close(options as never)).toThrow(Class)
  })
})
