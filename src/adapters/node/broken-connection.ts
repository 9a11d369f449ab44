import type { SocketFailure } from '../../core/socket.js'

// What ws calls its limits in the messages of its errors, and what a channel says.
const LIMITS: readonly (readonly [message: string, detail: string])[] = [
  ['Max payload size exceeded', 'a message is larger than maxPayload'],
  ['Too many message fragments', 'a message has more fragments than maxFragments'],
  ['Too many buffered chunks', 'a message arrived in more pieces than maxBufferedChunks'],
]

/** The failure of an open connection that `ws` ended with an error. If a limit of `ws` was exceeded, it names the option. */
export function brokenConnection(cause: Error): SocketFailure {
  const [, detail] = LIMITS.find(([message]) => message === cause.message) ?? []
  return detail === undefined ? { cause } : { cause, detail }
}
