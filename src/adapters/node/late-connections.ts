import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** The option of `ws` that sends the request of the opening handshake. */
type FinishRequest = (request: ClientRequest, native: WebSocket) => void

type OnSocket = (socket?: Socket, error?: unknown) => void

/**
 * Returns a `finishRequest` that destroys a connection which an agent provides after the end of the attempt. Node returns it to
 * the agent by an event, to which agents that are not derived from Node's do not listen.
 */
export function finishWithAgent({
  finishRequest,
}: {
  finishRequest?: FinishRequest
}): FinishRequest {
  return (request, native) => {
    // Agents pass an error as well, then without a socket. The types name neither.
    const onSocket = request.onSocket.bind(request) as OnSocket
    request.onSocket = (socket?: Socket, error?: unknown): void => {
      onSocket(socket, error)
      if (request.destroyed && socket?.listenerCount('free') === 0) socket.destroy()
    }
    if (finishRequest) finishRequest(request, native)
    else request.end()
  }
}
