export { BrowserWebSocketChannel } from './browser-web-socket-channel.js'
export type { ChannelOptions, ConnectOptions } from './core/options.js'
