export * from './api.js'
export { WebSocketChannel } from './channels/web-socket-channel.node.js'
export type { FastPathMode, FastPathOptions } from './adapters/node/fast-path-options.js'
