import type { Socket } from 'node:net'

/**
 * Resets a connection. While its FIN is on the way the system can't, and `resetAndDestroy` of Node would leave it open for
 * good: then it is just closed.
 */
export function reset(socket: Socket): void {
  const { writableEnded, writableFinished, writableLength } = socket
  const isEnding = writableEnded && !writableFinished && writableLength === 0
  if (isEnding) socket.destroy()
  else socket.resetAndDestroy()
}
