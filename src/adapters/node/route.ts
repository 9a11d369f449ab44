import type { NodeConnectOptions } from './options.js'
import { unixConnection } from './unix-socket.js'

/** The options for `ws` that say how to connect to the server. */
export type Route = Pick<NodeConnectOptions, 'agent' | 'createConnection'>

/** How to connect to an address: what the user's options ask for. */
export function routeTo({ protocol }: URL, { socketPath }: NodeConnectOptions): Route {
  if (socketPath === undefined) return {}
  return {
    agent: undefined,
    createConnection: unixConnection(socketPath, { isSecure: /^(wss|https):/.test(protocol) }),
  }
}
