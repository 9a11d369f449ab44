export { WebSocketStreamChannel } from './channels/web-socket-stream-channel.js'
export type { WebSocketStreamOptions } from './adapters/websocket-stream/connect.js'
