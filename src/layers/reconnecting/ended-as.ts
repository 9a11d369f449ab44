import { connectionClosed } from '../../core/lifecycle/end-errors.js'
import {
  type Closed,
  closeInfo,
  type Lifecycle,
  NO_CLOSE_FRAME,
} from '../../core/lifecycle/lifecycle.js'
import type { AttemptFailure } from './decide.js'

/** Returns the lifecycle of a channel that ends as its last attempt, or as the connection that it does not come back from. */
export function endedAs(
  { opened, request }: Lifecycle,
  { error, errorBox, close }: Pick<AttemptFailure, 'error' | 'errorBox' | 'close'>,
): Closed {
  const found =
    close ??
    closeInfo({ ...NO_CLOSE_FRAME, initiator: 'failure' }, errorBox ? errorBox.error : error)
  // Guarantee 14: `initiator` is 'local' once `close` was called.
  const isLocal = request !== undefined && found.initiator !== 'local'
  const info = isLocal ? closeInfo({ ...found, initiator: 'local' }, found.cause) : found
  if (!opened) {
    // There is no error if `close` was called before the first attempt.
    const failure = errorBox ?? { error: error ?? connectionClosed(info, undefined) }
    return { name: 'closed', opened, info, errorBox: failure, request }
  }
  // Guarantee 12: after a local close of an open channel `stream` completes however the connection ends.
  return { name: 'closed', opened, info, errorBox: request ? undefined : errorBox, request }
}
