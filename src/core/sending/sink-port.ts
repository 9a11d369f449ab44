import type { ChannelPromises } from '../lifecycle/channel-promises.js'
import type { CloseRequest } from '../lifecycle/close-request.js'
import type { Socket } from '../socket.js'
import type { AddStreamPort } from './add-stream.js'

/** What a sink needs of the connection that it sends to. */
export interface SinkPort extends AddStreamPort {
  /** Absent after the end, and if the signal was aborted before the connection was attempted. */
  readonly socket: Socket | undefined
  readonly promises: ChannelPromises
  /** Throws if the arguments of `close` are invalid for this side. */
  checkClose(request: CloseRequest): void
  requestClose(request: CloseRequest): void
}
