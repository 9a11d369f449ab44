import { ColdObservable, Subject } from 'rxjs'
import { map } from 'rxjs/map'
import { scan } from 'rxjs/scan'
import { take } from 'rxjs/take'
import { channelPair } from 'web-socket-channel'

/** Resolves with all that an Observable emits, and how it ends. */
function collect<T>(source: Observable<T>): Promise<unknown[]> {
  return new Promise((resolve) => {
    const events: unknown[] = []
    source.subscribe({
      next: (value) => void events.push(value),
      error: (error: unknown) => resolve([...events, 'error', error]),
      complete: () => resolve([...events, 'complete']),
    })
  })
}

type Init = (subscriber: Subscriber<string>) => void

/** The two kinds of RxJS 9: the platform's, and the one with a producer for each subscription. */
const kinds: readonly ((init: Init) => Observable<string>)[] = [
  (init) => new Observable(init),
  (init) => new ColdObservable(init),
]

function nameOf(error: unknown): unknown {
  return error instanceof Error && error.name
}

/** What users of RxJS 9 do with a channel, by what has to come of it. */
export const checks: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'Observable.from(stream) and its operators deliver every message in order'() {
    const [near, far] = channelPair()
    const numbers = Observable.from(near.stream)
      [map]((frame) => Number(frame))
      [take](1_000)
    const sums = numbers[scan]((total, value) => total + value, 0)
    for (let index = 0; index < 1_000; index += 1) far.sink.add(String(index))
    const events = await collect(sums)
    const { state } = near
    near.abort()
    const end = events.pop()
    const sumTo = (last: number): number => (last * (last + 1)) / 2
    return {
      ...{ state, end, count: events.length },
      outOfOrder: events.filter((value, index) => value !== sumTo(index)),
    }
  },

  async 'unsubscribing leaves the channel open, and the next subscription gets what follows'() {
    const [near, far] = channelPair()
    const controller = new AbortController()
    Observable.from(near.stream).subscribe(() => undefined, { signal: controller.signal })
    controller.abort()
    far.sink.add('a')
    far.sink.add('b')
    const first = await collect(Observable.from(near.stream)[take](1))
    const second = await collect(Observable.from(near.stream)[take](1))
    const { state } = near
    near.abort()
    return [first, second, state]
  },

  async 'Observable.from(stream) errors as the stream does'() {
    const [near, far] = channelPair()
    void far.sink.close(4000, 'bye')
    const [end, error] = await collect(Observable.from(near.stream))
    return [end, nameOf(error), near.closeCode]
  },

  async 'Observable.from(states) emits each state'() {
    const [near] = channelPair()
    const states = collect(Observable.from(near.states))
    await near.sink.close()
    return states
  },

  async 'addStream sends what a source emits and leaves the channel open'() {
    const [near, far] = channelPair()
    for (const kind of kinds) {
      const letters = kind((subscriber) => {
        subscriber.next('a')
        queueMicrotask(() => {
          subscriber.next('b')
          subscriber.complete()
        })
      })
      await near.sink.addStream(letters)
    }
    const subject = new Subject<string>()
    const added = near.sink.addStream(subject)
    subject.next('c')
    subject.complete()
    await added
    const { state } = near
    void near.sink.close()
    const frames: string[] = []
    for await (const frame of far.stream) frames.push(String(frame))
    return [state, frames]
  },

  async 'addStream rejects with the error of a source'() {
    const [near] = channelPair()
    const mine = new Error('mine')
    const found: unknown[] = []
    for (const kind of kinds) {
      const failing = kind((subscriber) => subscriber.error(mine))
      found.push(await near.sink.addStream(failing).catch((error: unknown) => error === mine))
    }
    found.push(near.state)
    near.abort()
    return found
  },

  async 'addStream unsubscribes from a silent source at once when the channel closes'() {
    const found: unknown[] = []
    for (const kind of kinds) {
      const [near] = channelPair()
      let unsubscribed = 0
      const silent = kind((subscriber) => subscriber.addTeardown(() => (unsubscribed += 1)))
      const added = near.sink.addStream(silent)
      void near.sink.close()
      const atOnce = unsubscribed
      const name = await added.catch(nameOf)
      found.push([atOnce, unsubscribed, name])
    }
    return found
  },

  async 'addStream stops a source that emits in one go when the channel is aborted'() {
    const found: unknown[] = []
    for (const kind of kinds) {
      const [near] = channelPair()
      let emitted = 0
      const many = kind((subscriber) => {
        for (; emitted < 100 && subscriber.active; emitted += 1) {
          if (emitted === 2) near.abort()
          subscriber.next('a')
        }
      })
      const name = await near.sink.addStream(many).catch(nameOf)
      found.push([emitted, name])
    }
    return found
  },

  async 'a sink sends what its Observable emits, then closes'() {
    const found: unknown[] = []
    for (const kind of kinds) {
      const [near, far] = channelPair()
      const letters = kind((subscriber) => {
        subscriber.next('a')
        subscriber.next('b')
        subscriber.complete()
      })
      letters.subscribe(near.sink)
      found.push([await collect(Observable.from(far.stream)), await near.closed])
    }
    return found
  },

  async 'a sink closes with the error of its Observable'() {
    const mine = new Error('mine')
    const found: unknown[] = []
    for (const kind of kinds) {
      const [near] = channelPair()
      kind((subscriber) => subscriber.error(mine)).subscribe(near.sink)
      const isMine = await near.sink.done.catch((error: unknown) => error === mine)
      found.push([isMine, await near.closed])
    }
    return found
  },

  async 'for await reads stream and states'() {
    const [near, far] = channelPair()
    for (const text of ['a', 'b', 'c']) far.sink.add(text)
    const seen: unknown[] = []
    for await (const frame of near.stream) if (seen.push(frame) === 2) break
    for await (const state of near.states) {
      seen.push(state)
      if (state === 'open') void near.sink.close()
    }
    return seen
  },
}

/** Compiled, never called. */
export function wrongTypes(): void {
  const [near] = channelPair()
  // @ts-expect-error -- numbers cannot be sent
  void near.sink.addStream(Observable.from([1]))
  // @ts-expect-error -- numbers cannot be sent
  Observable.from([1]).subscribe(near.sink)
}
