import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { filter, firstValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { reconnecting } from '../../src/layers/reconnecting/reconnecting.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { runChild } from './adversary/child.js'
import { startEchoServer } from './adversary/echo-server.js'
import { startProxy } from './adversary/proxy.js'
import { startServerProcess } from './adversary/server-process.js'

const cycles = Number(process.env['LEAK_CYCLES'] ?? 10_000)

interface Slept {
  readonly status: string
  readonly attempts: number
}

it('a server that is killed and started again on its port has its client back', async () => {
  const first = await startServerProcess()
  const channel = reconnecting(
    () => NodeWebSocketChannel.connect(`ws://127.0.0.1:${first.port}/`),
    { backoff: () => 20 },
  )
  const frames: unknown[] = []
  channel.stream.subscribe((frame) => frames.push(frame))
  channel.sink.add('before')
  await expect.poll(() => frames).toEqual(['before'])
  const waiting = firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
  await first.kill()
  await waiting
  channel.sink.add('meanwhile')
  const second = await startServerProcess(first.port)
  onTestFinished(() => second.kill())
  await expect.poll(() => frames, { timeout: 5_000 }).toEqual(['before', 'meanwhile'])
  await expect(channel.sink.close(1000)).resolves.toMatchObject({ code: 1000, wasClean: true })
})

it('a proxy that holds everything back loses the connection, and another one goes through', async () => {
  const server = await startEchoServer()
  const proxy = await startProxy(Number(new URL(server.url).port))
  const keepAlive = { interval: 100, timeout: 200 }
  const channel = reconnecting(() => NodeWebSocketChannel.connect(proxy.url, { keepAlive }), {
    backoff: () => 20,
  })
  const frames: unknown[] = []
  channel.stream.subscribe((frame) => frames.push(frame))
  await channel.ready
  const waiting = firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
  proxy.links[0]?.toServer.blackHole()
  proxy.links[0]?.toClient.blackHole()
  await expect(waiting).resolves.toMatchObject({ cause: { name: 'KeepAliveTimeoutError' } })
  channel.sink.add('hello')
  await expect.poll(() => frames).toEqual(['hello'])
  channel.abort()
  await proxy.close()
  await server.close()
})

describe('a process that was stopped for 10 seconds', { timeout: 40_000 }, () => {
  it('finds its connection open, and makes no other', async () => {
    const server = await startEchoServer()
    const report = await sleep(server.url)
    await server.close()
    expect(report).toEqual({ status: 'open', attempts: 1 })
  })

  it('makes exactly one other connection if it was lost meanwhile', async () => {
    const server = await startEchoServer()
    const report = await sleep(server.url, () => server.dropAll())
    await server.close()
    expect(report).toEqual({ status: 'open', attempts: 2 })
  })

  it('makes exactly one other connection if the peer vanished meanwhile', async () => {
    const server = await startEchoServer()
    const proxy = await startProxy(Number(new URL(server.url).port))
    const report = await sleep(proxy.url, () => proxy.links[0]?.toClient.blackHole())
    await proxy.close()
    await server.close()
    expect(report).toEqual({ status: 'open', attempts: 2 })
  })
})

it(`${cycles} reconnections leave nothing`, { timeout: 120_000 }, async () => {
  const server = await startEchoServer()
  const { report } = await runChild<Record<string, unknown>>('reconnection-cycles', [
    server.url,
    String(cycles),
  ])
  await server.close()
  console.info(`leaks: ${cycles} reconnections, heap ${String(report['growth'])} bytes`)
  expect(report).toMatchObject({ listeners: 0, resources: [] })
  // Less than 210 bytes for each of them.
  expect(report['growth']).toBeLessThan(2 * 2 ** 20)
})

/** Runs the program, stops it, and lets something happen before it goes on. */
async function sleep(url: string, meanwhile: () => void = () => undefined): Promise<Slept> {
  const { report } = await runChild<Slept>('reconnecting-sleeper', [url], {
    onOutput: (child) => void stop(child, meanwhile),
  })
  return report
}

async function stop(child: ChildProcess, meanwhile: () => void): Promise<void> {
  child.kill('SIGSTOP')
  meanwhile()
  await wait(10_000)
  child.kill('SIGCONT')
}
