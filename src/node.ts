export type {
  NodeChannelOptions,
  NodeConnectOptions,
  PerMessageDeflateOptions,
  TlsOptions,
} from './adapters/node/options.js'
export type { NodeWebSocketLike } from './adapters/node/connect.js'
export { NodeWebSocketChannel } from './channels/node-web-socket-channel.js'
