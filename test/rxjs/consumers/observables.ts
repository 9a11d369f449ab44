import { from, interval, Observable, of } from 'rxjs'
import { map, take } from 'rxjs/operators'
import { channelPair, WebSocketChannel } from 'web-socket-channel'
import { startEchoServer } from 'web-socket-channel/testing'

/** Resolves with all that an Observable emits, and how it ends. */
function collect<T>(source: Observable<T>): Promise<unknown[]> {
  return new Promise((resolve) => {
    const events: unknown[] = []
    source.subscribe({
      next: (value) => events.push(value),
      error: (error: unknown) => resolve([...events, 'error', error]),
      complete: () => resolve([...events, 'complete']),
    })
  })
}

function nameOf(error: unknown): unknown {
  return error instanceof Error && error.name
}

/** What users of RxJS 6, 7 and 8 do with a channel, by what has to come of it. */
export const checks: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'from(stream) and its operators deliver every message in order'() {
    const server = await startEchoServer()
    const channel = WebSocketChannel.connect(server.url)
    for (let index = 0; index < 1_000; index += 1) channel.sink.add(String(index))
    const events = await collect(
      from(channel.stream).pipe(
        map((frame) => Number(frame)),
        take(1_000),
      ),
    )
    const { state } = channel
    await channel.sink.close()
    await server.close()
    return {
      state,
      end: events.pop(),
      outOfOrder: events.filter((value, index) => value !== index),
      count: events.length,
    }
  },

  async 'unsubscribing leaves the channel open, and the next subscription gets what follows'() {
    const [near, far] = channelPair()
    from(near.stream).subscribe().unsubscribe()
    far.sink.add('a')
    far.sink.add('b')
    const first = await collect(from(near.stream).pipe(take(1)))
    const second = await collect(from(near.stream).pipe(take(1)))
    const { state } = near
    near.abort()
    return [first, second, state]
  },

  async 'from(states) emits each state'() {
    const [near] = channelPair()
    const states = collect(from(near.states))
    await near.sink.close()
    return states
  },

  async 'addStream sends what a source emits and leaves the channel open'() {
    const [near, far] = channelPair()
    await near.sink.addStream(of('a', Uint8Array.of(1)))
    await near.sink.addStream(
      interval(1).pipe(
        map((count) => `${count}`),
        take(2),
      ),
    )
    const { state } = near
    void near.sink.close()
    const frames: string[] = []
    for await (const frame of far.stream) frames.push(String(frame))
    return [state, frames]
  },

  async 'addStream rejects with the error of a source'() {
    const [near] = channelPair()
    const mine = new Error('mine')
    const failing = new Observable<string>((subscriber) => subscriber.error(mine))
    const isMine = await near.sink.addStream(failing).catch((error: unknown) => error === mine)
    const { state } = near
    near.abort()
    return [isMine, state]
  },

  async 'addStream unsubscribes from a silent source at once when the channel closes'() {
    const [near] = channelPair()
    let unsubscribed = 0
    const silent = new Observable<string>(() => () => {
      unsubscribed += 1
    })
    const added = near.sink.addStream(silent)
    void near.sink.close()
    const atOnce = unsubscribed
    const name = await added.catch(nameOf)
    return [atOnce, unsubscribed, name]
  },

  async 'addStream stops a source that emits in one go when the channel is aborted'() {
    const [near] = channelPair()
    let emitted = 0
    const many = new Observable<string>((subscriber) => {
      for (; emitted < 100 && !subscriber.closed; emitted += 1) {
        if (emitted === 2) near.abort()
        subscriber.next('a')
      }
    })
    const name = await near.sink.addStream(many).catch(nameOf)
    return [emitted, name]
  },

  async 'a sink sends what its Observable emits, then closes'() {
    const [near, far] = channelPair()
    of('a', 'b').subscribe(near.sink)
    const frames = await collect(from(far.stream))
    return [frames, await near.closed]
  },

  async 'a sink closes with the error of its Observable'() {
    const [near] = channelPair()
    const mine = new Error('mine')
    new Observable<string>((subscriber) => subscriber.error(mine)).subscribe(near.sink)
    const isMine = await near.sink.done.catch((error: unknown) => error === mine)
    return [isMine, await near.closed]
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
  void near.sink.addStream(of(1))
  // @ts-expect-error -- numbers cannot be sent
  of(1).subscribe(near.sink)
}
