import type { CloseInfo } from '../channel.js'
import type { WebSocketChannelError } from '../errors.js'
import type { ChannelPromises } from '../lifecycle/channel-promises.js'
import type { CloseRequest } from '../lifecycle/close-request.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import type { Socket } from '../socket.js'

/** What a sink needs of the connection that it sends to. */
export interface SinkPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end, and if the signal was aborted before the connection was attempted. */
  readonly socket: Socket | undefined
  readonly promises: ChannelPromises
  /** Returns the error that an unfinished `addStream` rejects with when the channel ends. */
  endError(info: CloseInfo): WebSocketChannelError
  /** Throws if the arguments of `close` are invalid for this side. */
  checkClose(request: CloseRequest): void
  requestClose(request: CloseRequest): void
}
