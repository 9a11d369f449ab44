import { afterEach, describe, expect, it, vi } from 'vitest'
import { MemoryRelay } from '../../../examples/chat/memory-relay.js'
import { DUPLICATE_WINDOW } from '../../../examples/chat/relay.js'
import { messageOf, relayCases } from './relay-cases.js'
import { RelayReader } from './relay-reader.js'

describe('the relay in memory', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(relayCases)('$name', (relayCase) => relayCase.run(new MemoryRelay()))

  it('forgets ids after the window', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const relay = new MemoryRelay()
    await relay.publish(messageOf('a'))
    vi.advanceTimersByTime(DUPLICATE_WINDOW - 1)
    await relay.publish(messageOf('a'))
    vi.advanceTimersByTime(1)
    await relay.publish(messageOf('a'))
    expect(await new RelayReader({ relay }).take(3)).toEqual(['a', 'a', 'caught up'])
  })

  it('numbers messages higher than the process before it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const killed = new MemoryRelay()
    for (const id of ['a', 'b', 'c']) await killed.publish(messageOf(id))
    const last = (await new RelayReader({ relay: killed }).stored()).at(-1)
    // It takes longer to start a process.
    vi.advanceTimersByTime(3)
    const restarted = new MemoryRelay()
    await restarted.publish(messageOf('d'))
    const reader = new RelayReader({ relay: restarted, after: last?.seq ?? Infinity })
    expect((await reader.stored()).map(({ id }) => id)).toEqual(['d'])
  })

  it('completes its subscriptions when it is closed', async () => {
    const relay = new MemoryRelay()
    const completed = vi.fn()
    relay.subscribe('lobby', 0).subscribe({ complete: completed })
    await relay.close()
    expect(completed).toHaveBeenCalledOnce()
  })
})
