import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { serverName } from './host.js'
import type { CreateConnection } from './options.js'

/** Connects to a Unix socket or named pipe. `ws` itself does so for `ws+unix:` addresses only, which have no host. */
export function unixConnection(
  path: string,
  { isSecure }: { readonly isSecure: boolean },
): CreateConnection {
  return (options: NetConnectOpts & ConnectionOptions & { readonly host: string }): Socket => {
    if (!isSecure) return connect({ ...options, path })
    return connectTls({ servername: serverName(options.host), ...options, path })
  }
}
