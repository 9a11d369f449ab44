import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { runChild } from './adversary/child.js'
import { startEchoServer } from './adversary/echo-server.js'
import { startProxy } from './adversary/proxy.js'

async function stopFor(child: ChildProcess, milliseconds: number): Promise<void> {
  child.kill('SIGSTOP')
  await wait(milliseconds)
  child.kill('SIGCONT')
}

describe('a process that was away for longer than the keep-alive allows', () => {
  it('because it was blocked, finds its channel open', { timeout: 20_000 }, async () => {
    const server = await startEchoServer()
    const { report } = await runChild('sleeper', [server.url, 'block', '1000'])
    await server.close()
    expect(report).toEqual({ state: 'open', closeCode: null })
  })

  it('because it was stopped, finds its channel open', { timeout: 20_000 }, async () => {
    const server = await startEchoServer()
    const { report } = await runChild('sleeper', [server.url, 'stop', '1000'], {
      onOutput: (child) => void stopFor(child, 1_000),
    })
    await server.close()
    expect(report).toEqual({ state: 'open', closeCode: null })
  })

  it('finds out when the peer has gone meanwhile', { timeout: 20_000 }, async () => {
    const server = await startEchoServer()
    const proxy = await startProxy(Number(new URL(server.url).port))
    const { report } = await runChild('sleeper', [proxy.url, 'stop', '1000'], {
      onOutput: (child) => {
        proxy.links[0]?.toClient.blackHole()
        void stopFor(child, 1_000)
      },
    })
    await proxy.close()
    await server.close()
    expect(report).toEqual({ state: 'closed', closeCode: 1006 })
  })
})

describe('a process that receives SIGTERM', () => {
  it('closes 1,000 channels cleanly and in time', { timeout: 30_000 }, async () => {
    const server = await startEchoServer()
    const { report } = await runChild<{ clean: number; took: number }>(
      'crowd-at-sigterm',
      [server.url, '1000'],
      { onOutput: (child) => child.kill('SIGTERM') },
    )
    await server.close()
    expect(report.clean).toBe(1_000)
    expect(report.took).toBeLessThan(5_000)
  })
})
