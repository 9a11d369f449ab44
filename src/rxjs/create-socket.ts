import { attempt } from '../core/attempt.js'
import type { SubjectSettings } from './config.js'
import type { SubjectSocket } from './subject-socket.js'

/** Creates the socket of a configuration. Throws what its class throws. */
export function createSocket<T>(settings: SubjectSettings<T>): SubjectSocket {
  const { Socket, url, protocol, binaryType } = settings
  const socket = protocol ? new Socket(url, protocol) : new Socket(url)
  try {
    if (binaryType) socket.binaryType = binaryType
  } catch (error) {
    dropSocket(socket)
    throw error
  }
  return socket
}

/** Ends a socket that nobody needs any more. */
export function dropSocket(socket: SubjectSocket): void {
  attempt(() => {
    if (socket.terminate) socket.terminate()
    else socket.close()
  })
}
