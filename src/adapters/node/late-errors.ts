import type { WebSocket } from 'ws'

/** Ignores the errors of a socket that no channel uses any more: an `error` event without a listener ends the process. */
export function ignoreLateErrors(native: WebSocket): void {
  native.on('error', ignore)
  native.once('close', () => {
    native.off('error', ignore)
  })
}

function ignore(): void {
  // The channel has ended and reported why.
}
