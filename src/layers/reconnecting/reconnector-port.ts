import type { Lifecycle } from '../../core/lifecycle/lifecycle.js'
import type { ConnectionHandlers, Joined } from './connection-attempt.js'
import type { AttemptFailure } from './decide.js'

/** What the reconnector calls. */
export interface ReconnectorPort<In, Out> extends ConnectionHandlers<In> {
  readonly lifecycle: Lifecycle
  /** There is another connection, whose stream is taken: it is announced, and what was queued is sent. */
  joined(connection: Joined<In, Out>): void
  /** The queue is sent: the channel is open, or closes the connection. */
  opened(): void
  /** Another connection is awaited. */
  awaiting(): void
  /** Closes the connection as the user asked for. */
  closeConnection(): void
  /** Ends the channel as the last attempt, or as a connection, has ended. */
  endAs(failure: Pick<AttemptFailure, 'error' | 'errorBox' | 'close'>): void
  endWithError(error: unknown): void
}
