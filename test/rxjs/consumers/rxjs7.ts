import {
  defer,
  finalize,
  firstValueFrom,
  from,
  map,
  Observable,
  retry,
  shareReplay,
  Subject,
  take,
  toArray,
} from 'rxjs'
import { channelPair, WebSocketChannel } from 'web-socket-channel'
import { webSocket } from 'web-socket-channel/rxjs'
import { startEchoServer } from 'web-socket-channel/testing'

/** What users of RxJS 7 do with a channel and its operators, by what has to come of it. */
export const checks: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'firstValueFrom, again and again, misses nothing'() {
    const [near, far] = channelPair()
    for (const text of ['a', 'b', 'c']) far.sink.add(text)
    const frames: unknown[] = []
    while (frames.length < 3) frames.push(await firstValueFrom(near.stream))
    near.abort()
    return frames
  },

  async 'operators apply to stream without from'() {
    const [near, far] = channelPair()
    for (const text of ['1', '2']) far.sink.add(text)
    far.sink.complete()
    const both = [near.stream, from(near.stream)].map((stream) =>
      firstValueFrom(
        stream.pipe(
          map((frame) => Number(frame)),
          toArray(),
        ),
      ),
    )
    return Promise.all(both)
  },

  async 'retry connects again after a failed opening'() {
    const server = await startEchoServer()
    let attempts = 0
    const frames = defer(() => {
      attempts += 1
      const url = attempts < 3 ? 'ws://127.0.0.1:1' : server.url
      const channel = WebSocketChannel.connect(url)
      channel.sink.add('Hello!')
      return channel.stream.pipe(finalize(() => void channel.sink.close()))
    })
    const frame = await firstValueFrom(frames.pipe(retry(2)))
    await server.close()
    return [attempts, frame]
  },

  async 'webSocket is a Subject of the same copy, and works with its operators'() {
    const server = await startEchoServer()
    const subject = webSocket<string>(server.url)
    for (const text of ['a', 'b']) subject.next(text)
    const messages = await firstValueFrom(subject.pipe(take(2), toArray()))
    await server.close()
    return [subject instanceof Subject, subject instanceof Observable, messages]
  },

  async 'shareReplay repeats the last messages for a late subscriber'() {
    const [near, far] = channelPair()
    const shared = near.stream.pipe(shareReplay(2))
    const early = firstValueFrom(shared.pipe(take(3), toArray()))
    for (const text of ['a', 'b', 'c']) far.sink.add(text)
    const frames = [await early, await firstValueFrom(shared.pipe(take(2), toArray()))]
    near.abort()
    return frames
  },

  'stream and states are instances of Observable'() {
    const [near] = channelPair()
    const found = [near.stream, near.states].map((source: unknown) => source instanceof Observable)
    near.abort()
    return Promise.resolve(found)
  },
}
