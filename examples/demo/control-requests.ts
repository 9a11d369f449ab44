import type { IncomingMessage, ServerResponse } from 'node:http'
import { serverActions, type ServerControls, type ServerState } from './server-controls.js'

/** Answers the page's requests about its WebSocket server: `GET /server` with its state, `POST /server/stop` and the like with the new one. */
export async function answerControl(
  controls: ServerControls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isAllowed(request)) {
    answerText(response, 403, 'Forbidden')
    return
  }
  const carryOut = requested(controls, request)
  if (!carryOut) {
    answerText(response, 404, 'Not found')
    return
  }
  try {
    answerText(response, 200, await carryOut())
  } catch (error) {
    answerText(response, 500, error instanceof Error ? error.message : String(error))
  }
}

/** Answers with a plain text. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
  response.end(text)
}

/** Whether a request may come from this page: other pages in the same browser could send one as well. */
function isAllowed({ method, headers: { host = '', origin } }: IncomingMessage): boolean {
  // DNS rebinding: the owner of another name can make it resolve to this machine, and a page of that name has the same origin.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false
  return method !== 'POST' || origin === `http://${host}`
}

function requested(
  controls: ServerControls,
  { method = '', url = '' }: IncomingMessage,
): (() => Promise<ServerState>) | undefined {
  if (method === 'GET' && url === '/server') return () => controls.look()
  const action = serverActions.find((name) => `POST /server/${name}` === `${method} ${url}`)
  return action && (() => controls.act(action))
}
