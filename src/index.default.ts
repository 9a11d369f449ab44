export * from './api.js'
export { WebSocketChannel } from './channels/web-socket-channel.default.js'
