import { of, Subject, type Unsubscribable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { pullSource } from '../../../src/core/sending/pull-source.js'

/** A target that accepts everything, and the values it received. */
function bucket() {
  const taken: unknown[] = []
  return {
    taken,
    pace: { isReady: true, ready: Promise.resolve() },
    add(value: unknown): void {
      taken.push(value)
    },
  }
}

/** A stream that can only be read with a reader, as in Safari. */
function readable(chunks: readonly string[], onCancel: () => void) {
  const rest = [...chunks]
  return {
    getReader: () => ({
      read: () => {
        const value = rest.shift()
        if (value === undefined) return new Promise<never>(() => undefined)
        return Promise.resolve({ done: false as const, value })
      },
      releaseLock: () => undefined,
      cancel: () => {
        onCancel()
        return Promise.resolve()
      },
    }),
  }
}

describe('pulling a source', () => {
  it('adds the values of an array-like that is not iterable, in order', async () => {
    const target = bucket()
    expect(await pullSource({ length: 2, 0: 'a', 1: 'b' }, target, new Set())).toBe(true)
    expect(target.taken).toEqual(['a', 'b'])
  })

  it('cancels a stream without an iterator when it is unsubscribed', async () => {
    const target = bucket()
    const subscriptions = new Set<Unsubscribable>()
    let cancelled = 0
    const pulled = pullSource(
      readable(['a'], () => (cancelled += 1)),
      target,
      subscriptions,
    )
    while (target.taken.length === 0) await Promise.resolve()
    for (const source of subscriptions) source.unsubscribe()
    expect(await pulled).toBe(false)
    expect([target.taken, cancelled, subscriptions.size]).toEqual([['a'], 1, 0])
  })

  it('cancels a stream with a pending read when it is unsubscribed', async () => {
    const subscriptions = new Set<Unsubscribable>()
    let cancelled = 0
    let pulled: Promise<boolean> | undefined
    await new Promise<void>((resolve) => {
      // `pull` is called only when the stream is read.
      const source = new ReadableStream<string>(
        {
          pull: () => {
            resolve()
          },
          cancel: () => void (cancelled += 1),
        },
        { highWaterMark: 0 },
      )
      pulled = pullSource(source, bucket(), subscriptions)
    })
    for (const each of subscriptions) each.unsubscribe()
    expect(await pulled).toBe(false)
    expect(cancelled).toBe(1)
  })

  it('releases the lock of a stream that has ended', async () => {
    const source = new ReadableStream<string>({
      start: (controller) => {
        controller.enqueue('a')
        controller.close()
      },
    })
    expect(await pullSource(source, bucket(), new Set())).toBe(true)
    expect(source.locked).toBe(false)
  })

  it('removes the subscription when the source has ended', async () => {
    const subscriptions = new Set<Unsubscribable>()
    const source = new Subject<string>()
    const pulled = pullSource(source, bucket(), subscriptions)
    expect(subscriptions.size).toBe(1)
    source.complete()
    expect(await pulled).toBe(true)
    expect(subscriptions.size).toBe(0)
  })

  it('calls the conversion of a library by either name, whichever the library found when it was loaded', async () => {
    const symbol = Symbol('observable')
    const named = (name: PropertyKey) => ({
      // As a store of Redux: `subscribe` is not that of an Observable.
      subscribe: () => {
        throw new TypeError('Expected the listener to be a function')
      },
      [name]: () => of('a'),
    })
    const target = bucket()
    const add = (name: PropertyKey) => pullSource(named(name) as never, target, new Set())
    await add('@@observable')
    Object.assign(Symbol, { observable: symbol })
    try {
      await add('@@observable')
      await add(symbol)
    } finally {
      Reflect.deleteProperty(Symbol, 'observable')
    }
    expect(target.taken).toEqual(['a', 'a', 'a'])
  })

  it('accepts an Observable whose functions are called on an object without `unsubscribe`', async () => {
    const target = bucket()
    const subscriptions = new Set<Unsubscribable>()
    let emitted = 0
    const source = {
      subscribe: ({ next }: { readonly next: (value: string) => void }) => {
        for (; emitted < 3; emitted += 1) {
          if (emitted === 1) for (const subscription of subscriptions) subscription.unsubscribe()
          Reflect.apply(next, {}, ['a'])
        }
      },
    }
    expect(await pullSource(source, target, subscriptions)).toBe(false)
    expect([target.taken, emitted]).toEqual([['a'], 3])
  })

  it('ignores values of an Observable that emits after it was unsubscribed', async () => {
    const target = bucket()
    const subscriptions = new Set<Unsubscribable>()
    const careless = {
      subscribe: (observer: { next(value: string): void }) => {
        queueMicrotask(() => {
          observer.next('late')
        })
        return { unsubscribe: () => undefined }
      },
    }
    const pulled = pullSource(careless as never, target, subscriptions)
    for (const source of subscriptions) source.unsubscribe()
    expect([await pulled, target.taken]).toEqual([false, []])
  })

  it.each([
    ['undefined', undefined],
    ['a number', 1],
    ['null', null],
  ])('rejects with a TypeError if next() of an iterator returns %s', async (_, result) => {
    const sync = { [Symbol.iterator]: () => ({ next: () => result }) }
    const async = { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(result) }) }
    for (const source of [sync, async]) {
      const pulled = pullSource(source as never, bucket(), new Set())
      await expect(pulled).rejects.toBeInstanceOf(TypeError)
    }
  })
})
