import type { Agent } from 'node:http'
import { environmentProxy } from './environment-proxy.js'
import { isSecure } from './host.js'
import { finishWithAgent } from './late-connections.js'
import type { NodeConnectOptions } from './options.js'
import { tunnelThrough } from './proxy-tunnel.js'
import { unixConnection } from './unix-socket.js'

/** How one attempt connects to its server. */
export interface Route {
  /** Options for `ws` in place of the user's. */
  readonly options: object
  /** Drops what the attempt has opened so far and no request knows of yet. Absent if there can be nothing. */
  readonly drop?: () => void
}

/** Finds the route to an address: what the user's options ask for, else the proxy of the environment, else a direct one. */
export function routeTo(url: URL, options: NodeConnectOptions): Route {
  const { agent, createConnection, socketPath } = options
  if (socketPath !== undefined) {
    return {
      options: {
        agent: undefined,
        createConnection: unixConnection(socketPath, { isSecure: isSecure(url) }),
      },
    }
  }
  if (agent) return routeByAgent(agent, options)
  const proxy = agent === undefined && !createConnection ? environmentProxy(url) : undefined
  if (!proxy) return { options: {} }
  const { signal, drop } = dropper()
  return {
    options: { createConnection: tunnelThrough(proxy, { isSecure: isSecure(url), signal }) },
    drop,
  }
}

function routeByAgent(agent: Agent, options: object): Route {
  const finishRequest = finishWithAgent(options)
  const { connectOpts } = agent as { readonly connectOpts?: { readonly signal?: AbortSignal } }
  // With a signal of the user, the user drops the connection.
  if (typeof connectOpts !== 'object' || connectOpts.signal) return { options: { finishRequest } }
  const { signal, drop } = dropper()
  // The agents of `https-proxy-agent` and its relatives connect to the proxy with these options, for each request anew. No
  // request knows of that connection until the proxy has answered, so a silent proxy would keep it.
  const droppable = new Proxy(agent, {
    get: (target, name) =>
      name === 'connectOpts' ? { ...connectOpts, signal } : (Reflect.get(target, name) as unknown),
  })
  return { options: { agent: droppable, finishRequest }, drop }
}

function dropper(): { readonly signal: AbortSignal; readonly drop: () => void } {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    drop: () => {
      controller.abort()
    },
  }
}
