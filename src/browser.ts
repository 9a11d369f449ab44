export { BrowserWebSocketChannel } from './channels/browser-web-socket-channel.js'
export type { ChannelOptions, ConnectOptions } from './core/arguments/options.js'
