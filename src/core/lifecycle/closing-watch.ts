import { connectionClosed } from './end-errors.js'
import type { KeepAlivePort, StartKeepAlive } from './keep-alive.js'
import { NO_CLOSE_FRAME } from './lifecycle.js'
import { LONGEST_TIMER } from './timer.js'

const SHORTEST_INTERVAL = 100

/**
 * Ends a connection that the peer has begun to close and then keeps open: guarantee 15. Node's own WebSocket answers the close
 * frame and waits for ever for the end of TCP, without an event; only its `readyState` shows it.
 *
 * @param closeTimeout Milliseconds between two checks. The connection ends at the second one that finds it closing.
 */
export function closingWatch(closeTimeout: number): StartKeepAlive {
  return (port) => {
    let wasClosing: boolean | undefined
    const check = (): void => {
      const isClosing = port.socket?.isClosing
      if (wasClosing && isClosing) end(port)
      wasClosing = isClosing
    }
    const timer =
      closeTimeout > LONGEST_TIMER
        ? undefined
        : setInterval(check, Math.max(closeTimeout, SHORTEST_INTERVAL))
    return {
      stop() {
        clearInterval(timer)
      },
    }
  }
}

function end(port: KeepAlivePort): void {
  const cause = new Error('the peer closed it and kept the TCP connection')
  port.endWithError(connectionClosed({ ...NO_CLOSE_FRAME, initiator: 'failure' }, cause))
}
