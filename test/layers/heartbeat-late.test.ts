import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { NodeWebSocketChannel } from '../../src/channels/node-web-socket-channel.js'
import { nextTask } from '../../src/core/sending/next-task.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { beating, beatingPair, type Options } from './beating-pair.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

// In a thread, because the tests block their own: answers each message 50 ms after it has said that there was one.
const answeringLate = `
  const { WebSocketServer } = require('ws')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('listening', () => parentPort.postMessage(server.address().port))
  server.on('connection', (socket) => {
    socket.on('message', () => {
      Atomics.store(workerData, 0, 1)
      setTimeout(() => socket.send('pong'), 50)
    })
  })
`

const timeout = 150

/** Runs a test with a channel to a peer that answers late, and a function that resolves when the peer has a message. */
async function withLatePeer(
  options: Options,
  run: (channel: ReturnType<typeof connect>, messageArrived: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const arrived = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(answeringLate, { eval: true, workerData: arrived })
  const [port] = (await once(worker, 'message')) as [number]
  const channel = connect(port, options)
  await channel.ready
  await run(channel, async () => {
    while (Atomics.load(arrived, 0) === 0) await new Promise(setImmediate)
  })
  await channel.sink.close()
  await worker.terminate()
}

function connect(port: number, options: Options) {
  const channel = NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}/`, { closeTimeout: 100 })
  return channel.pipe(heartbeat(options))
}

function block(until: number): void {
  while (performance.now() < until) continue
}

describe('a process that was blocked reads what has arrived before it gives up', () => {
  it.each([400, timeout + 20, timeout + 2])('for %i ms after the message', (time) =>
    withLatePeer({ ...beating, interval: 20, timeout }, async (channel, messageArrived) => {
      const latency = firstValueFrom(channel.latency)
      await messageArrived()
      // The message was sent before now.
      block(performance.now() + time)
      expect(await latency).toBeGreaterThan(50)
      expect(channel.state).toBe('open')
    }),
  )

  it('without a message', () =>
    withLatePeer({ interval: 50, timeout: 100 }, async (channel, messageArrived) => {
      channel.sink.add('anything')
      await messageArrived()
      block(performance.now() + 400)
      expect(await firstValueFrom(channel.stream)).toBe('pong')
      expect(channel.state).toBe('open')
    }))
})

describe('a process whose timers are always late', () => {
  it('ends the channel of a silent peer as well', () => {
    vi.useFakeTimers()
    const { channel } = beatingPair()
    vi.advanceTimersByTime(1_298)
    const clock = performance.now.bind(performance)
    let lateness = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + lateness)
    let looks = 0
    for (; channel.state === 'open' && looks < 50; looks++) {
      lateness += 1_000
      vi.advanceTimersByTime(20)
    }
    expect(channel.state).toBe('closed')
    expect(looks).toBeGreaterThan(8)
    expect(looks).toBeLessThan(13)
    vi.runAllTimers()
  })

  it('begins to count its looks anew when something arrives', async () => {
    vi.useFakeTimers()
    const { channel, server, pass } = beatingPair({ interval: 0, timeout: 10 })
    const clock = performance.now.bind(performance)
    let lateness = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + (lateness += 100))
    for (let look = 0; look < 50; look++) {
      await pass(20)
      if (look % 5 === 4) server.sink.add('hello')
    }
    expect(channel.state).toBe('open')
    channel.abort()
  })
})

describe('a hidden page, which delays each timer by a minute', () => {
  /** A pair whose channel has just looked, a minute after the peer's silence was due to end it. */
  function lookLate() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.stubGlobal('document', { visibilityState: 'hidden' })
    const pair = beatingPair({ interval: 1_000, timeout: 300 })
    vi.advanceTimersByTime(1_298)
    const clock = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + 60_000)
    vi.advanceTimersByTime(10)
    return pair
  }

  it('ends the channel of a silent peer without another timer', async () => {
    const { channel } = lookLate()
    expect([channel.state, vi.getTimerCount()]).toEqual(['open', 0])
    await vi.waitFor(() => {
      expect(channel.state).toBe('closed')
    })
    expect((await channel.closed).code).toBe(1006)
  })

  it('reads first what has arrived', async () => {
    const { channel, server, ends } = lookLate()
    server.sink.add('other')
    for (let task = 0; task < 2_000; task++) await nextTask()
    expect([channel.state, ends]).toEqual(['open', []])
    channel.abort()
  })
})

// Without the clocks, `Date` and `performance` go on in real time, which these tests hardly take.
describe('fake timers that do not replace the clock', () => {
  it('move the deadlines of a heartbeat', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { channel, server, sent, received, pass } = beatingPair()
    const sentAfter = async (milliseconds: number): Promise<number> => {
      await pass(milliseconds)
      return sent.length
    }
    expect([await sentAfter(999), await sentAfter(1)]).toEqual([0, 1])
    server.sink.add('pong')
    expect([await sentAfter(999), await sentAfter(1)]).toEqual([1, 2])
    server.sink.add('other')
    expect([await sentAfter(900), channel.state]).toEqual([2, 'open'])
    server.sink.add('pong')
    expect([await sentAfter(999), await sentAfter(1)]).toEqual([2, 3])
    expect([await sentAfter(299), channel.state]).toEqual([3, 'open'])
    expect([await sentAfter(1), channel.state]).toEqual([3, 'closed'])
    expect([received, vi.getTimerCount()]).toEqual([['other'], 0])
  })

  it('end a channel on which nothing arrives', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const [client, server] = channelPair()
    const channel = client.pipe(heartbeat({ interval: 1_000, timeout: 300 }))
    for (const side of [channel, server]) side.stream.subscribe({ error: () => undefined })
    await vi.advanceTimersByTimeAsync(1_299)
    expect(channel.state).toBe('open')
    await vi.advanceTimersByTimeAsync(1)
    expect(channel.state).toBe('closed')
  })
})

it('by the real clock a silent peer is found after `interval` and `timeout`', async () => {
  const begin = performance.now()
  const { channel, sent } = beatingPair({ ...beating, interval: 60, timeout: 40 })
  await channel.closed
  const took = performance.now() - begin
  expect(sent.length).toBe(1)
  expect(took).toBeGreaterThan(98)
  expect(took).toBeLessThan(400)
})
