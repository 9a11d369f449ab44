import IsomorphicWebSocket from 'isomorphic-ws'
import type { WebSocketConstructor } from '../../core/arguments/web-socket-like.js'

interface Exported {
  /** A browser bundle of the CommonJS build imports the module's namespace object instead of the class. */
  readonly default?: Exported | null
  readonly prototype?: { readonly send?: unknown }
}

/**
 * Returns `globalThis.WebSocket`, or else the class that `isomorphic-ws` exports. It is read at each call, because a page
 * may have replaced the global since this module was imported. `undefined` if there is none: `isomorphic-ws` may export
 * `null`, or a stub of `ws` that throws when it is called.
 */
export function platformWebSocket(): WebSocketConstructor | undefined {
  const { WebSocket } = globalThis as { readonly WebSocket?: WebSocketConstructor | null }
  const exported = IsomorphicWebSocket as unknown as Exported | null | undefined
  const found = exported?.default ?? exported
  return WebSocket ?? (found?.prototype?.send ? (found as WebSocketConstructor) : undefined)
}
