export type {
  CreateConnection,
  HttpOptions,
  NodeChannelOptions,
  NodeConnectOptions,
  PerMessageDeflateOptions,
  TcpOptions,
  TlsOptions,
} from './adapters/node/options.js'
export type {
  FastPathMode,
  FastPathOptions,
  FastPathRefusal,
} from './adapters/node/fast-path-options.js'
export type { NodeWebSocketLike } from './adapters/node/connect.js'
export { NodeWebSocketChannel } from './channels/node-web-socket-channel.js'
