import type { DomBlob } from './dom-types.js'

/**
 * What a serializer may return: what a WebSocket sends.
 *
 * @inline
 */
export type WebSocketMessage = string | ArrayBuffer | DomBlob | ArrayBufferView
