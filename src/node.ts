export type {
  NodeChannelOptions,
  NodeConnectOptions,
  PerMessageDeflateOptions,
  TlsOptions,
} from './adapters/node-options.js'
export type { NodeWebSocketLike } from './adapters/node.js'
export { NodeWebSocketChannel } from './node-web-socket-channel.js'
