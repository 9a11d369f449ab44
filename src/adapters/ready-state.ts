/** The states of a `WebSocket` that adapters compare `readyState` with. */
export const OPEN = 1
export const CLOSING = 2
export const CLOSED = 3
