import type { Socket as TcpSocket } from 'node:net'

/**
 * Destroys a connection as soon as everything written to it has left, its end included. `ws` sends a client that breaks the
 * protocol a close frame and ends the connection, but then waits for the client to end it too. RFC 6455 section 7.1.7: "the
 * server MUST close the WebSocket Connection".
 */
export function destroyWhenFinished(tcp: TcpSocket | undefined): void {
  if (tcp?.writableFinished) tcp.destroy()
  else tcp?.once('finish', destroy)
}

function destroy(this: TcpSocket): void {
  this.destroy()
}
