import type { Channel } from '../../src/core/channel.js'

/** The same channel as one that a user has made: it has the public interface alone. */
export function userMade<In, Out>(channel: Channel<In, Out>): Channel<In, Out> {
  const { stream, sink, states } = channel
  return {
    stream,
    sink,
    states,
    get ready() {
      return channel.ready
    },
    get closed() {
      return channel.closed
    },
    get state() {
      return channel.state
    },
    get protocol() {
      return channel.protocol
    },
    get closeCode() {
      return channel.closeCode
    },
    get closeReason() {
      return channel.closeReason
    },
    pipe: channel.pipe.bind(channel),
    abort: (reason) => {
      channel.abort(reason)
    },
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  }
}
