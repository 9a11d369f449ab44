import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startParts, type Parts } from '../../../examples/chat/parts.js'
import { connectNatsRelay } from './connect-nats-relay.js'
import { Crowd } from './crowd.js'
import { expectExactlyOnce } from './expect-exactly-once.js'

// Milliseconds from the beginning, and what fails then.
const faults: readonly (readonly [number, (parts: Parts) => void])[] = [
  [1_500, ({ servers }) => servers[0]?.kill('SIGKILL')],
  [3_500, ({ servers }) => servers[1]?.kill('SIGKILL')],
  [5_000, ({ nats }) => nats.kill('SIGKILL')],
  [7_000, ({ servers }) => servers[2]?.kill('SIGKILL')],
  [9_000, ({ proxy }) => proxy.kill('SIGKILL')],
  [10_500, ({ servers }) => servers[0]?.kill('SIGTERM')],
  [12_000, ({ servers }) => servers[1]?.kill('SIGKILL')],
]

describe('the chat with three processes over NATS, behind haproxy', () => {
  let parts: Parts
  beforeAll(async () => {
    parts = await startParts({ port: 0, servers: 3 })
  })
  afterAll(() => parts.stop())

  it(
    '300 clients see every message once and in order, although processes, NATS and haproxy are killed',
    { timeout: 90_000 },
    async () => {
      const { port } = parts
      const crowd = new Crowd({ port, members: 300, rooms: 20 })
      const failing = Promise.all(
        faults.map(async ([time, fail]) => {
          await wait(time)
          fail(parts)
        }),
      )
      const talking = talk(crowd, 4)
      await Promise.all([failing, talking])
      await crowd.seesAll()
      const relay = await connectNatsRelay(parts.nats.port)
      await expectExactlyOnce(crowd, relay)
      // All lose their connection once with haproxy, and many with their process.
      expect(crowd.losses).toBeGreaterThan(400)
      await Promise.all([crowd.close(), relay.close()])
    },
  )
})

/** Lets all members speak in turn, one every 10 ms. */
async function talk({ members }: Crowd, times: number): Promise<void> {
  for (let turn = 0; turn < members.length * times; turn++) {
    members[turn % members.length]?.say()
    await wait(10)
  }
}
