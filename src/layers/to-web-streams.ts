import type { Channel, CloseInfo } from '../core/channel.js'
import { markAsHandled } from '../core/handled.js'
import { coreOf } from '../core/layering/core-of.js'
import { connectionClosed } from '../core/lifecycle/end-errors.js'

declare global {
  // Empty where a project has no types for web streams; otherwise they merge with those.
  /* eslint-disable @typescript-eslint/no-empty-object-type, @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars --
     merging needs the type parameters of lib.dom.d.ts */
  interface ReadableStream<R = any> {}
  interface WritableStream<W = any> {}
  /* eslint-enable */
}

/** A channel as a pair of streams of the Streams Standard (WHATWG). */
export interface WebStreams<In, Out> {
  /** The messages of `stream`. */
  readonly readable: ReadableStream<In>
  /** What is written is added to `sink`. */
  readonly writable: WritableStream<Out>
}

/**
 * Makes web streams of a channel. On Node `Duplex.fromWeb` makes them a stream of Node; the example `protocols/mqtt.ts` avoids a
 * fault that it has up to Node 22.
 *
 * `readable` reads as an iterator does: nothing until it is read, and the socket is paused while it is behind. It ends as
 * `channel.stream` does; `cancel` leaves the channel open. A write resolves when `sink.ready` does. `close` calls
 * `sink.close()`, `abort` calls `channel.abort`. When the channel ends otherwise, `writable` errors with the error of `stream`,
 * or with a `ConnectionClosedError` where `stream` completes.
 *
 * @param channel The channel. It is closed by `close` of `writable`.
 * @throws {TypeError} If the platform has no web streams.
 */
export function toWebStreams<In, Out>(channel: Channel<In, Out>): WebStreams<In, Out> {
  if (typeof ReadableStream === 'undefined' || typeof WritableStream === 'undefined') {
    throw new TypeError('Cannot make web streams: this platform has no ReadableStream')
  }
  return { readable: readableOf(channel), writable: writableOf(channel) }
}

function readableOf<In>(channel: Channel<In, never>): ReadableStream<In> {
  let iterator: AsyncIterator<In, undefined> | undefined
  return new ReadableStream<In>(
    {
      async pull(controller) {
        iterator ??= channel.stream[Symbol.asyncIterator]()
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel() {
        // Not awaited: the iterator of a channel that users made may finish only with its next message.
        void markAsHandled(Promise.resolve(iterator?.return?.()))
      },
    },
    { highWaterMark: 0 },
  )
}

function writableOf<Out>(channel: Channel<unknown, Out>): WritableStream<Out> {
  const { sink } = channel
  let isEnding = false
  const abort = (reason: unknown): void => {
    isEnding = true
    channel.abort(reason)
  }
  return new WritableStream<Out>({
    start(controller) {
      // `abort` below is called only when a pending write has ended, which a slow peer may delay without limit.
      const { signal } = controller as Partial<WritableStreamDefaultController>
      signal?.addEventListener('abort', () => {
        abort(signal.reason)
      })
      void channel.closed.then((info) => {
        if (!isEnding) controller.error(streamError(channel, info))
      })
    },
    async write(message) {
      sink.add(message)
      await sink.ready
    },
    async close() {
      isEnding = true
      await sink.close()
    },
    abort,
  })
}

/** The error of the stream of a channel that has ended, or one that says how it ended. */
function streamError(channel: Channel<unknown, never>, info: CloseInfo): unknown {
  const core = coreOf(channel)
  const errorBox = core?.stream.failure ?? core?.lifecycle.errorBox
  return errorBox ? errorBox.error : connectionClosed(info, undefined)
}
