import { Subject, type Unsubscribable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { pullSource } from '../../../src/core/sending/add-stream.js'

/** A target that takes everything, and what it was given. */
function bucket() {
  const taken: unknown[] = []
  return {
    taken,
    ready: Promise.resolve(),
    add(value: unknown): void {
      taken.push(value)
    },
  }
}

/** A stream that can only be read by a reader, as Safari's. */
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

describe('pouring', () => {
  it('takes array-likes that are not iterable, in order', async () => {
    const target = bucket()
    expect(await pullSource({ length: 2, 0: 'a', 1: 'b' }, target, new Set())).toBe(true)
    expect(target.taken).toEqual(['a', 'b'])
  })

  it('cancels a stream that has only a reader when it is stopped', async () => {
    const target = bucket()
    const wanted = new Set<Unsubscribable>()
    let cancelled = 0
    const poured = pullSource(
      readable(['a'], () => (cancelled += 1)),
      target,
      wanted,
    )
    while (target.taken.length === 0) await Promise.resolve()
    for (const source of wanted) source.unsubscribe()
    expect(await poured).toBe(false)
    expect([target.taken, cancelled, wanted.size]).toEqual([['a'], 1, 0])
  })

  it('cancels a stream that has nothing to give at present when it is stopped', async () => {
    const wanted = new Set<Unsubscribable>()
    let cancelled = 0
    let poured: Promise<boolean> | undefined
    await new Promise<void>((resolve) => {
      // Asked only when it is read.
      const source = new ReadableStream<string>(
        {
          pull: () => {
            resolve()
          },
          cancel: () => void (cancelled += 1),
        },
        { highWaterMark: 0 },
      )
      poured = pullSource(source, bucket(), wanted)
    })
    for (const each of wanted) each.unsubscribe()
    expect(await poured).toBe(false)
    expect(cancelled).toBe(1)
  })

  it('leaves a stream that has ended to others', async () => {
    const source = new ReadableStream<string>({
      start: (controller) => {
        controller.enqueue('a')
        controller.close()
      },
    })
    expect(await pullSource(source, bucket(), new Set())).toBe(true)
    expect(source.locked).toBe(false)
  })

  it('is not wanted any more once the source has ended', async () => {
    const wanted = new Set<Unsubscribable>()
    const source = new Subject<string>()
    const poured = pullSource(source, bucket(), wanted)
    expect(wanted.size).toBe(1)
    source.complete()
    expect(await poured).toBe(true)
    expect(wanted.size).toBe(0)
  })

  it('takes nothing more from an Observable that goes on after it was unsubscribed', async () => {
    const target = bucket()
    const wanted = new Set<Unsubscribable>()
    const deaf = {
      subscribe: (observer: { next(value: string): void }) => {
        queueMicrotask(() => {
          observer.next('late')
        })
        return { unsubscribe: () => undefined }
      },
    }
    const poured = pullSource(deaf as never, target, wanted)
    for (const source of wanted) source.unsubscribe()
    expect([await poured, target.taken]).toEqual([false, []])
  })
})
