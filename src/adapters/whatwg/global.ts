import type { WebSocketConstructor } from '../../core/arguments/web-socket-like.js'

/**
 * Returns `globalThis.WebSocket`. It is read at each call, because a page may have replaced the global since this module was
 * imported.
 */
export function globalWebSocket(): WebSocketConstructor | undefined {
  return (globalThis as { readonly WebSocket?: WebSocketConstructor }).WebSocket
}
