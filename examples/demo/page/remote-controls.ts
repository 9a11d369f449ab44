import type { ServerAction, ServerControls, ServerState } from '../server-controls.js'

/** Asks the server of the page to stop and start the WebSocket server. */
export class RemoteControls implements ServerControls {
  look(): Promise<ServerState> {
    return request('GET', 'server')
  }

  act(action: ServerAction): Promise<ServerState> {
    return request('POST', `server/${action}`)
  }
}

async function request(method: string, path: string): Promise<ServerState> {
  const answer = await fetch(path, { method })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  // The server of the page answers with nothing else.
  return text as ServerState
}
