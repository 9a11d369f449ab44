export * from './api.js'
export { WebSocketChannel } from './web-socket-channel.js'
