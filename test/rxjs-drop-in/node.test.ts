import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { firstValueFrom } from 'rxjs'
import * as rxjs from 'rxjs/webSocket'
import { afterEach, expect, inject, it, vi } from 'vitest'
import { KeepAliveTimeoutError } from '../../src/core/errors.js'
import { webSocket } from '../../src/rxjs.node.js'
import { startEchoServer } from '../../src/testing.js'
import { freshId } from '../contract/context.js'
import { RemotePeer } from '../peer/remote-peer.js'
import { Play, type SocketStage } from './sockets/socket-case.js'
import { withPlatform } from './with-platform.js'

// Without `WebSocketCtor`, on Node.

const peerUrl = inject('peerUrl')

afterEach(() => {
  vi.useRealTimers()
})

/** A play, and the peer of its only connection. */
function playWith(script: string) {
  const id = freshId()
  const stage = { webSocket, peerUrl, binary: 'Blob', closesAfterError: true } as const
  const play = new Play(stage as unknown as SocketStage)
  const subject = play.subject(`${script}${script.includes('?') ? '&' : '?'}id=${id}`)
  return { play, subject, peer: new RemotePeer(peerUrl, id) }
}

it('it works where there is no global WebSocket, and rxjs/webSocket does not', async () => {
  const server = await startEchoServer()
  const subject = withPlatform(undefined, () => {
    expect(() => rxjs.webSocket(server.url)).toThrow(ReferenceError)
    return webSocket<string>(server.url)
  })
  subject.next('Hello!')
  expect(await firstValueFrom(subject)).toBe('Hello!')
  await server.close()
})

it('keep-alive pings the peer, and ends the connection of one that does not answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  const { play, subject, peer } = playWith('/no-pong')
  play.observe(subject)
  await vi.waitFor(() => {
    expect(play.log).toEqual(['open'])
  })
  vi.advanceTimersByTime(20_000)
  expect((await peer.seen('pings 1')).pings).toBe(1)
  vi.advanceTimersByTime(20_100)
  expect(play.log).toEqual(['open', 'error', 'closed 1006'])
  expect(play.error).toBeInstanceOf(KeepAliveTimeoutError)
  expect(play.error).toMatchObject({ type: 'close', code: 1006, reason: '', wasClean: false })
  expect((await peer.seen('gone')).isGone).toBe(true)
})

it('an attempt that takes longer than 20 s is ended, and leaves no connection behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  const { play, subject, peer } = playWith('/no-answer')
  play.observe(subject)
  await peer.seen('connected')
  vi.advanceTimersByTime(20_000)
  expect(play.log).toEqual(['error', 'closed 1006'])
  expect(play.error).toMatchObject({ name: 'ConnectionFailedError', phase: 'timeout', code: 1006 })
  expect((await peer.seen('gone')).isGone).toBe(true)
})

it('a peer that never closes is dropped 5 s after `complete()`, in real time', async () => {
  const { play, subject, peer } = playWith('/never-close')
  play.observe(subject)
  await play.until('open')
  const start = performance.now()
  subject.complete()
  await play.until('error', 10_000)
  expect(performance.now() - start).toBeGreaterThan(4_900)
  expect(performance.now() - start).toBeLessThan(9_000)
  expect(play.error).toMatchObject({ name: 'ConnectionClosedError', type: 'close', code: 1006 })
  expect((await peer.seen('gone')).isGone).toBe(true)
})

it('the error of a refused upgrade has the status, the headers and the body', async () => {
  const { play, subject } = playWith('/status?code=403')
  play.observe(subject)
  await play.until('closed')
  expect(play.error).toMatchObject({
    name: 'ConnectionFailedError',
    type: 'error',
    phase: 'handshake',
    status: 403,
    headers: expect.any(Object) as object,
    cause: { type: 'error' },
  })
})

it('an address that is none is an error of the subscription', async () => {
  await expect(firstValueFrom(webSocket('localhost:1'))).rejects.toThrow(SyntaxError)
})

it('unsubscribing while the connection opens leaves nothing behind', async () => {
  const { play, subject, peer } = playWith('/no-answer')
  play.observe(subject).unsubscribe()
  const other = play.observe(subject)
  await peer.seen('connected')
  other.unsubscribe()
  await play.until('closed')
  expect(play.log).toEqual(['closed 1006', 'closed 1006'])
  expect((await peer.seen('gone')).isGone).toBe(true)
})

it('an invalid code or reason is refused while the connection is open, which goes on', async () => {
  const { play, subject } = playWith('/echo')
  play.observe(subject)
  await play.until('open')
  for (const code of [999, 1001, 1005, 5_000]) {
    expect(() => {
      subject.error({ code })
    }).toThrow(RangeError)
  }
  expect(() => {
    subject.error({ code: 1000, reason: 'ü'.repeat(62) })
  }).toThrow(RangeError)
  subject.next(1)
  await play.until('1')
  subject.error({ code: 1000, reason: 'ü'.repeat(61) })
  await play.until('complete')
  expect(play.log).toEqual(['open', '1', 'closing', 'closed 1000', 'complete'])
})

it('a Blob that the serializer returns is sent as a binary message', async () => {
  const stage = { webSocket, peerUrl, binary: 'Blob', closesAfterError: true } as const
  const play = new Play(stage as unknown as SocketStage)
  const subject = play.subject<string>('/echo', {
    serializer: (value) => new Blob([value]),
    deserializer: ({ data }) => `${(data as Blob).constructor.name} ${(data as Blob).size}`,
  })
  play.observe(subject)
  subject.next('four')
  await play.until('"Blob 4"')
  subject.complete()
  await play.until('complete')
})

it('a process ends when nobody is subscribed any more', async () => {
  const server = await startEchoServer()
  const script = `
    import { webSocket } from 'web-socket-channel/rxjs'
    const subject = webSocket('${server.url}')
    const subscription = subject.subscribe(() => subscription.unsubscribe())
    subject.next(1)`
  const start = performance.now()
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(performance.now() - start).toBeLessThan(5_000)
  await server.close()
})
