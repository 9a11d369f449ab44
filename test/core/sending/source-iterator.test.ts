import { spawn } from 'node:child_process'
import { EventEmitter, on, once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Unsubscribable } from 'rxjs'
import { pullSource, type SourceTarget } from '../../../src/core/sending/pull-source.js'
import { nextTask } from '../../../src/core/sending/next-task.js'

const ready: SourceTarget<unknown> = {
  pace: { isReady: true, ready: Promise.resolve() },
  add: () => undefined,
}
const neverReady: SourceTarget<unknown> = {
  pace: { isReady: false, ready: new Promise(() => undefined) },
  add: () => undefined,
}

/** Pulls a source that emits nothing, unsubscribes it, and expects the pull to end. */
async function stopPulling(source: unknown, target: SourceTarget<unknown>): Promise<void> {
  const subscriptions = new Set<Unsubscribable>()
  const pulled = pullSource(source as never, target, subscriptions)
  await nextTask()
  for (const subscription of subscriptions) subscription.unsubscribe()
  expect(await pulled).toBe(false)
  await nextTask()
}

describe.each([
  ['with a pending read', ready],
  ['while the target is not ready', neverReady],
])('a silent source that is unsubscribed %s', (_, target) => {
  it('is destroyed if it is a stream of Node', async () => {
    const stream = new PassThrough()
    await stopPulling(stream, target)
    expect(stream.destroyed).toBe(true)
  })

  it('is destroyed if it is the output of a child process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    await stopPulling(child.stdout, target)
    expect(child.stdout.destroyed).toBe(true)
    const exited = once(child, 'exit')
    child.kill()
    await exited
  })

  it('is cancelled if it is a ReadableStream', async () => {
    let cancelled = 0
    await stopPulling(new ReadableStream({ cancel: () => void (cancelled += 1) }), target)
    expect(cancelled).toBe(1)
  })

  it('has no listeners left if it is an iterator of events', async () => {
    const emitter = new EventEmitter()
    await stopPulling(on(emitter, 'value'), target)
    expect(emitter.listenerCount('value')).toBe(0)
  })

  it.each([
    ['never settles', () => new Promise(() => undefined)],
    ['rejects', () => Promise.reject(new Error('Broken'))],
    [
      'throws',
      () => {
        throw new Error('Broken')
      },
    ],
  ])('has its return() called once, which %s without effect', async (_how, end) => {
    let returned = 0
    const iterator = {
      next: () => new Promise(() => undefined),
      return: () => {
        returned += 1
        return end()
      },
    }
    await stopPulling({ [Symbol.asyncIterator]: () => iterator }, target)
    expect(returned).toBe(1)
  })

  it('need not have a return()', async () => {
    const iterator = { next: () => new Promise(() => undefined) }
    await expect(
      stopPulling({ [Symbol.asyncIterator]: () => iterator }, target),
    ).resolves.toBeUndefined()
  })
})

it('leaves a source alone that has a method `close` and is no emitter', async () => {
  const closed: string[] = []
  const source = {
    close: () => closed.push('closed'),
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
  }
  await stopPulling(source, ready)
  await nextTask()
  expect(closed).toEqual([])
})
