export { channelPair } from './channels/channel-pair.js'
export type {
  Channel,
  ChannelSink,
  ChannelState,
  ChannelStream,
  CloseInfo,
  Layer,
  ObservableLike,
} from './core/channel.js'
export {
  BufferOverflowError,
  ConnectionClosedError,
  ConnectionFailedError,
  type ConnectionFailure,
  type ConnectionPhase,
  InvalidStateError,
  KeepAliveTimeoutError,
  MessageError,
  type MessageFailure,
  ReconnectFailedError,
  RequestTimeoutError,
  type ResponseHeaders,
  WebSocketChannelError,
} from './core/errors.js'
export type { BlobLike, Frame, Sendable } from './core/frame.js'
export type {
  AbortSignalLike,
  ChannelOptions,
  ConnectOptions,
  KeepAlive,
} from './core/arguments/options.js'
export type { UrlLike } from './core/arguments/endpoint.js'
export type { WebSocketConstructor, WebSocketLike } from './core/arguments/web-socket-like.js'
export { type Codec, codec } from './layers/codec.js'
export type { CodecOptions } from './layers/decoding.js'
export { heartbeat, type HeartbeatChannel } from './layers/heartbeat/heartbeat.js'
export type { HeartbeatOptions } from './layers/heartbeat/options.js'
export { json, type JsonOptions } from './layers/json.js'
export { multiplex, type Topic } from './layers/multiplex.js'
export { type BackoffOptions, exponentialBackoff } from './layers/reconnecting/backoff.js'
export type { EventTargetLike } from './layers/reconnecting/network.js'
export type {
  Attempt,
  AttemptSignal,
  ReconnectFailure,
  ReconnectOptions,
  ReconnectQueue,
} from './layers/reconnecting/options.js'
export { reconnecting, type ReconnectingChannel } from './layers/reconnecting/reconnecting.js'
export type { ReconnectStatus } from './layers/reconnecting/status.js'
export type { RequestCallOptions, RequestOptions } from './layers/request-options.js'
export { type RequestChannel, requests } from './layers/requests.js'
export type { AsyncSnapshot } from './layers/async-snapshot.js'
export { snapshots } from './layers/snapshots.js'
export { toWebStreams, type WebStreams } from './layers/to-web-streams.js'
export type {
  PlatformWebSocketClass,
  WebSocketCloseEvent,
  WebSocketEvent,
  WebSocketEventTypes,
  WebSocketMessageEvent,
  WebSocketOverChannel,
  WebSocketOverChannelClass,
} from './layers/web-socket-class/platform-web-socket-class.js'
export { webSocketClass } from './layers/web-socket-class/web-socket-class.js'
