import { inspect } from 'node:util'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Channel } from '../../src/core/channel.js'

// Each test loads the modules anew: the channel that it shows is the first one of the program.
beforeEach(() => {
  vi.resetModules()
})

const pending = <T>() => new Promise<T>(() => undefined)

/** A channel that a user has made, of which only what a layer reads at first is there. */
const userMade = {
  state: 'connecting',
  protocol: '',
  closed: pending(),
  states: { subscribe: () => undefined },
  stream: { [Symbol.asyncIterator]: () => ({ next: pending }) },
  sink: {},
} as unknown as Channel<unknown, unknown>

it.each([
  [
    'ReconnectingChannel',
    async () => {
      const { reconnecting } = await import('../../src/layers/reconnecting/reconnecting.js')
      return reconnecting(() => pending<typeof userMade>(), { network: false })
    },
  ],
  [
    'HeartbeatChannel',
    async () => {
      const { heartbeat } = await import('../../src/layers/heartbeat/heartbeat.js')
      return heartbeat<unknown, unknown>()(userMade)
    },
  ],
  [
    'RequestChannel',
    async () => {
      const { requests } = await import('../../src/layers/requests.js')
      const options = { stamp: (message: unknown) => message, answers: () => undefined }
      return requests(options)(userMade)
    },
  ],
])('the console shows a %s by the name of its type', async (name, make) => {
  expect(inspect(await make())).toBe(`${name} {"state":"connecting","url":"","protocol":""}`)
})
