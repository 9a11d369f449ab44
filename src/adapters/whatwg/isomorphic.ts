import IsomorphicWebSocket from 'isomorphic-ws'
import type { WebSocketConstructor } from '../../core/arguments/web-socket-like.js'

/**
 * Returns `globalThis.WebSocket`, or else the class that `isomorphic-ws` exports. It is read at each call, because a page
 * may have replaced the global since this module was imported.
 */
export function platformWebSocket(): WebSocketConstructor | undefined {
  // A browser bundle of the CommonJS build imports the module's namespace object instead of the class.
  const found = IsomorphicWebSocket as { readonly default?: unknown } | null
  const { WebSocket = found?.default ?? found } = globalThis as { readonly WebSocket?: unknown }
  return WebSocket as WebSocketConstructor | undefined
}
