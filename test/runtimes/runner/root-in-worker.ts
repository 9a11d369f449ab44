import * as entry from 'web-socket-channel'
import { perform } from './perform.js'

/** Works while it answers: a Worker may do nothing else when nobody waits for it. */
export const handler = {
  async fetch(request: Request): Promise<Response> {
    const stageUrl = new URL(request.url).searchParams.get('stage') ?? ''
    await perform(stageUrl, { Channel: entry.WebSocketChannel, WebSocket, errors: entry })
    return new Response()
  },
}

export { handler as default }
