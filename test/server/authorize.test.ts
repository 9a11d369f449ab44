import { describe, expect, it, vi } from 'vitest'
import { config, firstValueFrom } from 'rxjs'
import { ConnectionFailedError } from '../../src/index.js'
import { serveChannels } from '../../src/server.js'
import { listen, serve } from './serving.js'
import { handshake, TcpClient, textFrame } from './tcp-client.js'
import { serveUndecided } from './undecided.js'

describe('what authorize returns', () => {
  it.each<[string, unknown]>([
    ['an object', { user: 'ann' }],
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['0', 0],
    ['an empty string', ''],
  ])('is the context: %s', async (_, context) => {
    for (const give of [() => context, () => Promise.resolve(context)]) {
      const { connect, server } = await serve<unknown>({ authorize: give })
      const channel = await firstValueFrom(server.connections.pipe((it) => (connect(), it)))
      expect(channel.context).toBe(context)
      expect(channel.request.headers.upgrade).toBe('websocket')
    }
  })

  it('refuses with 403 if it is false', async () => {
    for (const give of [() => false as const, () => Promise.resolve(false as const)]) {
      const { dial, reported } = await serve({ authorize: give })
      expect(await dial().send(handshake()).ended()).toContain('HTTP/1.1 403 Forbidden')
      expect(reported[0]?.error).toMatchObject({ status: 403, phase: 'handshake' })
    }
  })

  it.each<[string, () => never]>([
    [
      'it throws',
      () => {
        throw new RangeError('secret')
      },
    ],
    ['it rejects', (() => Promise.reject(new RangeError('secret'))) as () => never],
    [
      'its promise has a getter that throws',
      (() => ({
        get then() {
          throw new RangeError('secret')
        },
      })) as () => never,
    ],
  ])('is answered with 500 if %s', async (_, authorize) => {
    const { dial, reported } = await serve({ authorize })
    const answer = await dial().send(handshake()).ended()
    expect(answer).toContain('HTTP/1.1 500 Internal Server Error')
    expect(answer).not.toContain('secret')
    expect(reported.map(({ error }) => error)).toEqual([new RangeError('secret')])
  })

  it('is reported as an Error if what it throws is none', async () => {
    const { dial, reported } = await serve({
      authorize: () => {
        throw 'text' as unknown
      },
    })
    await dial().send(handshake()).ended()
    expect(reported[0]?.error).toMatchObject({ message: 'text', cause: 'text' })
  })

  it('is reported as an Error if what it throws has no text', async () => {
    const thrown = Object.create(null) as unknown
    const reject = (): Promise<undefined> => Promise.reject(thrown)
    const { dial, reported } = await serve({ authorize: reject })
    expect(await dial().send(handshake()).ended()).toContain('HTTP/1.1 500 ')
    expect(reported.map(({ error }) => error)).toEqual([expect.any(Error)])
    expect(reported[0]?.error.cause).toBe(thrown)
  })
})

describe('without onError', () => {
  it('emits a warning for what authorize throws, and none for a refusal', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const error = new Error('broken')
    const { dial } = await serve({
      onError: undefined,
      authorize: ({ url }) => {
        if (url === '/throw') throw error
        return false as const
      },
    })
    await dial().send(handshake()).ended()
    expect(warn).not.toHaveBeenCalled()
    await dial()
      .send(handshake({}, { target: '/throw' }))
      .ended()
    expect(warn.mock.calls).toEqual([[error]])
    warn.mockRestore()
  })

  it('answers 500 though what authorize rejects with has no text', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const { dial } = await serve({
      onError: undefined,
      authorize: (): Promise<undefined> => Promise.reject(Object.create(null) as Error),
    })
    expect(await dial().send(handshake()).ended()).toContain('HTTP/1.1 500 ')
    expect(warn.mock.calls).toEqual([[expect.any(Error)]])
    warn.mockRestore()
  })
})

it('reports an onError that throws as a handler that throws', async () => {
  const thrown: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.once('uncaughtException', (error) => thrown.push(error))
  const { dial } = await serve({
    authorize: () => false,
    onError: () => {
      throw new Error('broken')
    },
  })
  expect(await dial().send(handshake()).ended()).toContain('403')
  await expect.poll(() => thrown).toEqual([new Error('broken')])
  for (const listener of listeners) process.on('uncaughtException', listener)
})

it('reports an onError that throws to config.onUnhandledError, as RxJS reports a handler', async () => {
  const thrown: unknown[] = []
  config.onUnhandledError = (error) => thrown.push(error)
  const { dial } = await serve({
    authorize: () => Promise.resolve(false),
    onError: () => {
      throw new Error('broken')
    },
  })
  expect(await dial().send(handshake()).ended()).toContain('403')
  await expect.poll(() => thrown).toEqual([new Error('broken')])
  config.onUnhandledError = null
})

describe('a client that goes while authorize runs', () => {
  it.each<[string, (client: TcpClient) => void]>([
    ['resets', ({ socket }) => socket.resetAndDestroy()],
    ['ends the connection', ({ socket }) => socket.destroy()],
    ['ends its side', ({ socket }) => socket.end()],
    ['ends its side behind a message', ({ socket }) => socket.end(textFrame('bye'))],
    ['ends its side behind many bytes', ({ socket }) => socket.end(Buffer.alloc(200_000))],
  ])('%s: aborts the signal, and is never in connections', async (_, go) => {
    const { dial, server, signals, decide, opened, reported } = await serveUndecided()
    const client = dial().send(handshake())
    await expect.poll(() => signals.length).toBe(1)
    go(client)
    await expect.poll(() => signals[0]?.aborted).toBe(true)
    expect(signals[0]?.reason).toMatchObject({ name: 'AbortError' })
    decide('late')
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened).toEqual([])
    expect(server.channels.size).toBe(0)
    expect(reported).toHaveLength(1)
    expect(reported[0]?.error).toBeInstanceOf(ConnectionFailedError)
    expect(reported[0]?.error).toMatchObject({ phase: 'network', status: undefined })
  })

  it('leaves a later rejection without effect', async () => {
    const { dial, signals, decide, reported } = await serveUndecided()
    const client = dial().send(handshake())
    await expect.poll(() => signals.length).toBe(1)
    client.socket.destroy()
    await expect.poll(() => signals[0]?.aborted).toBe(true)
    decide(Promise.reject(new Error('late')))
    await new Promise((resolve) => setImmediate(resolve))
    expect(reported).toHaveLength(1)
  })
})

describe('the signal', () => {
  it('is not aborted by a decision, nor by what follows', async () => {
    const { dial, server, signals, decide, opened } = await serveUndecided()
    const client = dial().send(handshake())
    await expect.poll(() => signals.length).toBe(1)
    decide('ann')
    await expect.poll(() => opened).toEqual(['ann'])
    client.socket.destroy()
    await expect.poll(() => server.channels.size).toBe(0)
    await server.close()
    expect(signals[0]?.aborted).toBe(false)
  })

  it('is aborted by authorizeTimeout, with a TimeoutError, and the client gets 503', async () => {
    const signals: AbortSignal[] = []
    const { dial, reported } = await serve({
      authorizeTimeout: 20,
      authorize: (_, signal) => {
        signals.push(signal)
        return new Promise<undefined>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
      },
    })
    const answer = await dial().send(handshake()).ended()
    expect(answer).toContain('HTTP/1.1 503 Service Unavailable')
    expect(signals[0]?.reason).toMatchObject({ name: 'TimeoutError' })
    expect(reported).toHaveLength(1)
    expect(reported[0]?.error).toMatchObject({ phase: 'timeout', status: 503 })
  })

  it.each([0, Infinity])('has no timeout with authorizeTimeout %d', async (authorizeTimeout) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { dial, server } = await serve({
      authorizeTimeout,
      authorize: () => new Promise<undefined>(() => undefined),
    })
    dial().send(handshake())
    await expect.poll(() => vi.getTimerCount(), { timeout: 100 }).toBe(0)
    vi.useRealTimers()
    await server.close({ timeout: 0 })
  })

  it('is aborted by close, and the client gets 503 at once', async () => {
    const { dial, server, signals } = await serveUndecided()
    const client = dial().send(handshake())
    await expect.poll(() => signals.length).toBe(1)
    const closing = server.close()
    expect(signals[0]?.reason).toMatchObject({ name: 'AbortError' })
    expect(await client.ended()).toContain('HTTP/1.1 503 ')
    await closing
  })

  it('may be aborted by an authorize that closes the server itself', async () => {
    const { http, port } = await listen()
    const reports: Error[] = []
    const server = serveChannels(http, {
      onError: (error) => reports.push(error),
      authorize: () => {
        void server.close()
        return { late: true }
      },
    })
    const client = new TcpClient(port)
    expect(await client.send(handshake()).ended()).toContain('HTTP/1.1 503 ')
    await server.close()
    expect(reports).toHaveLength(1)
    expect(server.channels.size).toBe(0)
  })
})
