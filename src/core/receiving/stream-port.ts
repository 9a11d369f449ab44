import type { Lifecycle } from '../lifecycle/lifecycle.js'

/** What a stream needs of the connection, or of the layer, that fills it. */
export interface StreamPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end. */
  readonly socket:
    | {
        readonly pause?: (() => void) | undefined
        readonly resume?: (() => void) | undefined
      }
    | undefined
  /** Ends the channel: a limit was reached, or a message cannot be decoded. */
  endWithError(error: unknown): void
}
