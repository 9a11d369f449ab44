import http, { type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { isIPv6 } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { hostOf, serverName } from './host.js'
import type { CreateConnection } from './options.js'

/** How a tunnel is used. */
export interface TunnelOptions {
  /** Whether the server at its end speaks TLS. */
  readonly isSecure: boolean
  /** Drops the connection to the proxy, as long as there is no tunnel. */
  readonly signal: AbortSignal
}

/**
 * Connects through a proxy with the method CONNECT (RFC 9110 section 9.3.6), for `ws:` as well. RFC 6455 section 4.1: "then the
 * client SHOULD connect to that proxy and ask it to open a TCP connection to the host given by /host/ and the port given by
 * /port/."
 */
export function tunnelThrough(proxy: URL, { isSecure, signal }: TunnelOptions): CreateConnection {
  return (
    options: ConnectionOptions & { readonly host: string; readonly port: number },
    created,
  ) => {
    const { host } = options
    const authority = `${isIPv6(host) ? `[${host}]` : host}:${options.port}`
    const request = (proxy.protocol === 'https:' ? https : http).request({
      ...{ method: 'CONNECT', path: authority, agent: false, signal },
      host: hostOf(proxy),
      port: proxy.port,
      headers: { host: authority, ...authorization(proxy) },
    })
    // Node emits this event for refusals, too.
    request.once('connect', ({ statusCode }, tunnel, head) => {
      if (statusCode !== 200) {
        tunnel.destroy()
        created(refusal(statusCode), tunnel)
        return
      }
      tunnel.unshift(head)
      created(
        null,
        isSecure
          ? connectTls({
              servername: serverName(host),
              ...options,
              path: undefined,
              socket: tunnel,
            })
          : tunnel,
      )
    })
    request.once('error', created)
    request.end()
    return undefined
  }
}

function authorization({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '' && password === '') return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
}

function refusal(statusCode: number | undefined): Error {
  const error = new Error(`the proxy answered ${String(statusCode)}`)
  return Object.assign(error, { code: 'ERR_PROXY_TUNNEL', statusCode })
}
