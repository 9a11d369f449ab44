import type { NodeConnectOptions, NodeWebSocketChannel } from '../../../src/node.js'

/** The ways in which a channel ends before it has opened: name, options, and what the test calls. */
export const earlyEnds: readonly (readonly [
  string,
  NodeConnectOptions,
  (channel: NodeWebSocketChannel) => unknown,
])[] = [
  ['connectTimeout', { connectTimeout: 200 }, (channel) => channel.ready.catch(() => undefined)],
  ['closeTimeout', { closeTimeout: 200 }, (channel) => channel.sink.close()],
  [
    'abort',
    {},
    (channel) => {
      channel.abort()
    },
  ],
]
