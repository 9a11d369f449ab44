import IsomorphicWebSocket from 'isomorphic-ws'
import type { WebSocketConstructor } from '../core/web-socket-like.js'

/** The platform's class as it is now, for a page may have replaced it since the import; else what `isomorphic-ws` found. */
export function platformWebSocket(): WebSocketConstructor | undefined {
  const { WebSocket } = globalThis as { readonly WebSocket?: WebSocketConstructor }
  return WebSocket ?? (unwrap(IsomorphicWebSocket) as WebSocketConstructor | undefined)
}

// Bundled for a browser from CommonJS it arrives wrapped.
function unwrap(found: unknown): unknown {
  return typeof found === 'object' && found !== null && 'default' in found ? found.default : found
}
