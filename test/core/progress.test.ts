import { describe, expect, it, vi } from 'vitest'
import { CONNECTING, type Lifecycle, transition } from '../../src/core/lifecycle.js'
import { Progress } from '../../src/core/progress.js'

const closing = transition(CONNECTING, { request: {} })
const closingOpened = transition(closing, 'opened')
const closed = transition(closingOpened, { close: { code: 1000, reason: '', wasClean: true } })

/** Which of the promises have settled, and how, a turn from now. */
async function settled(progress: Progress): Promise<readonly unknown[]> {
  const { open, closed, done } = progress
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
    const progress = new Progress(CONNECTING)
    expect(await settled(progress)).toEqual(['pending', 'pending', 'pending'])
    progress.reach(closing)
    expect(await settled(progress)).toEqual(['pending', 'pending', 'pending'])
    progress.reach(closingOpened)
    expect(await settled(progress)).toEqual([undefined, 'pending', 'pending'])
    progress.reach(closed)
    expect(await settled(progress)).toEqual([undefined, closed.info, undefined])
  })

  it('are the same when asked for again', () => {
    const progress = new Progress(CONNECTING)
    expect(progress.open).toBe(progress.open)
    expect(progress.closed).toBe(progress.closed)
    expect(progress.done).toBe(progress.done)
    expect(progress.states).toBe(progress.states)
  })

  it('reject with the problem of an opening that failed, and with that of `addError`', async () => {
    const problem = { error: new Error('refused') }
    const failed = new Progress(transition(CONNECTING, { problem }))
    expect((await settled(failed))[0]).toEqual(problem)
    const request = { problem: { error: 'given to addError' } }
    const ended = transition(transition(CONNECTING, { request }), { problem })
    expect((await settled(new Progress(ended)))[2]).toEqual(request.problem)
  })
})

describe('the states of a lifecycle', () => {
  it('are told once each, though something else changes', async () => {
    const told: string[] = []
    const progress = new Progress(CONNECTING)
    progress.states.subscribe({ next: (state) => told.push(state), complete: () => told.push('.') })
    for (const lifecycle of [closing, closingOpened, closed]) progress.reach(lifecycle)
    expect(told).toEqual(['connecting'])
    await Promise.resolve()
    expect(told).toEqual(['connecting', 'closing', 'closed', '.'])
  })

  it('are not kept ready for who has unsubscribed', () => {
    const progress = new Progress(CONNECTING)
    progress.states.subscribe().unsubscribe()
    const turns = vi.spyOn(globalThis, 'queueMicrotask')
    progress.reach(closing)
    expect(turns).not.toHaveBeenCalled()
    turns.mockRestore()
  })

  it('are told to who comes late as they are now', () => {
    const told: string[] = []
    new Progress(closed satisfies Lifecycle).states.subscribe((state) => told.push(state))
    expect(told).toEqual(['closed'])
  })
})
