import { openEventTarget } from './event-target.mjs'

/** The `WebSocket` that the runtime itself has. */
export function load() {
  const { WebSocket } = globalThis
  return openEventTarget((url) => new WebSocket(url))
}
