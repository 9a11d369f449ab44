import { describe, expect, it, vi } from 'vitest'
import { CONNECTING, type Lifecycle, transition } from '../../../src/core/lifecycle/lifecycle.js'
import { ChannelPromises } from '../../../src/core/lifecycle/channel-promises.js'

const closing = transition(CONNECTING, { type: 'close', request: {} })
const closingOpened = transition(closing, { type: 'opened' })
const closed = transition(closingOpened, {
  type: 'ended',
  close: { code: 1000, reason: '', wasClean: true },
})

/** Which of the promises have settled, and how, a turn from now. */
async function settled(promises: ChannelPromises): Promise<readonly unknown[]> {
  const { open, closed, done } = promises
  const found: unknown[] = ['pending', 'pending', 'pending']
  for (const [index, promise] of [open, closed, done].entries()) {
    promise.then(
      (value) => (found[index] = value),
      (error: unknown) => (found[index] = { error }),
    )
  }
  await new Promise(setImmediate)
  return found
}

describe('the promises of a lifecycle', () => {
  it('settle when it comes to what they wait for, and not before', async () => {
    const promises = new ChannelPromises(CONNECTING)
    expect(await settled(promises)).toEqual(['pending', 'pending', 'pending'])
    promises.update(closing)
    expect(await settled(promises)).toEqual(['pending', 'pending', 'pending'])
    promises.update(closingOpened)
    expect(await settled(promises)).toEqual([undefined, 'pending', 'pending'])
    promises.update(closed)
    expect(await settled(promises)).toEqual([undefined, closed.info, undefined])
  })

  it('are the same when asked for again', () => {
    const promises = new ChannelPromises(CONNECTING)
    expect(promises.open).toBe(promises.open)
    expect(promises.closed).toBe(promises.closed)
    expect(promises.done).toBe(promises.done)
    expect(promises.states).toBe(promises.states)
  })

  it('reject with the errorBox of an opening that failed, and with that of `addError`', async () => {
    const errorBox = { error: new Error('refused') }
    const failed = new ChannelPromises(transition(CONNECTING, { type: 'ended', errorBox }))
    expect((await settled(failed))[0]).toEqual(errorBox)
    const request = { errorBox: { error: 'given to addError' } }
    const ended = transition(transition(CONNECTING, { type: 'close', request }), {
      type: 'ended',
      errorBox,
    })
    expect((await settled(new ChannelPromises(ended)))[2]).toEqual(request.errorBox)
  })
})

describe('the states of a lifecycle', () => {
  it('are emitted once each, though something else changes', async () => {
    const told: string[] = []
    const promises = new ChannelPromises(CONNECTING)
    promises.states.subscribe({ next: (state) => told.push(state), complete: () => told.push('.') })
    for (const lifecycle of [closing, closingOpened, closed]) promises.update(lifecycle)
    expect(told).toEqual(['connecting'])
    await Promise.resolve()
    expect(told).toEqual(['connecting', 'closing', 'closed', '.'])
  })

  it('are not kept ready for who has unsubscribed', () => {
    const promises = new ChannelPromises(CONNECTING)
    promises.states.subscribe().unsubscribe()
    const turns = vi.spyOn(globalThis, 'queueMicrotask')
    promises.update(closing)
    expect(turns).not.toHaveBeenCalled()
    turns.mockRestore()
  })

  it('are emitted to a late subscriber as they are now', () => {
    const told: string[] = []
    new ChannelPromises(closed satisfies Lifecycle).states.subscribe((state) => told.push(state))
    expect(told).toEqual(['closed'])
  })
})
