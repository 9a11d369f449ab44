import IsomorphicWebSocket from 'isomorphic-ws'
import type { WebSocketConstructor } from '../../core/arguments/web-socket-like.js'

/** The platform's class as it is now, for a page may have replaced it since the import; else what `isomorphic-ws` found. */
export function platformWebSocket(): WebSocketConstructor | undefined {
  // Bundled for a browser from CommonJS it arrives wrapped.
  const found = IsomorphicWebSocket as { readonly default?: unknown } | null
  const { WebSocket = found?.default ?? found } = globalThis as { readonly WebSocket?: unknown }
  return WebSocket as WebSocketConstructor | undefined
}
