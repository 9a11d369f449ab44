import { expect, it } from 'vitest'
import type { AbortSignalLike } from '../../src/core/arguments/options.js'
import { pair } from './asking-pair.js'

/** A signal as React Native has it, without a reason. */
class SignalWithoutReason implements AbortSignalLike {
  aborted = false
  readonly #listeners = new Set<() => void>()

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  abort(): this {
    this.aborted = true
    for (const listener of this.#listeners) listener()
    return this
  }
}

it('a request rejects with an AbortError where its signal has no reason', async () => {
  const { client } = pair()
  const error = { name: 'AbortError', message: 'The request was aborted' }
  const before = client.request({ ask: 1 }, { signal: new SignalWithoutReason().abort() })
  await expect(before).rejects.toMatchObject(error)
  const signal = new SignalWithoutReason()
  const later = client.request({ ask: 2 }, { signal })
  signal.abort()
  await expect(later).rejects.toMatchObject(error)
  await client.sink.close()
})

it('a request keeps a reason that is `null`', async () => {
  const { client } = pair()
  await expect(client.request({}, { signal: AbortSignal.abort(null) })).rejects.toBeNull()
  await client.sink.close()
})

it('a request whose signal cannot be listened to is not pending any more', async () => {
  const { client, server } = pair({ nextId: () => 1 })
  const broken = new Error('no listeners')
  const signal = new SignalWithoutReason()
  signal.addEventListener = () => {
    throw broken
  }
  await expect(client.request({ ask: 1 }, { signal })).rejects.toBe(broken)
  const again = client.request({ ask: 2 })
  server.sink.add({ id: 1, answer: 2 })
  expect(await again).toEqual({ id: 1, answer: 2 })
  await client.sink.close()
})
