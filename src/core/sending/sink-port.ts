import type { Socket } from '../socket.js'
import type { ClosablePort } from './closable-sink.js'

/** What a sink needs of the connection that it sends to. */
export interface SinkPort extends ClosablePort {
  /** Absent after the end, and if the signal was aborted before the connection was attempted. */
  readonly socket: Socket | undefined
}
