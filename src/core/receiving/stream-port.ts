import type { BufferOverflowError } from '../errors.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import type { Socket } from '../socket.js'

/** What a stream needs of the connection that fills it. */
export interface StreamPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end. */
  readonly socket: Pick<Socket, 'pause' | 'resume'> | undefined
  /** Ends the channel because a limit was reached. */
  endWithError(error: BufferOverflowError): void
}
