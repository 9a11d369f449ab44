import type { IncomingMessage } from 'node:http'
import type { SocketFailure } from '../../core/socket.js'

/** The failure of an opening handshake that the server answered with something else than an upgrade. */
export function refusal({ statusCode: status, headers }: IncomingMessage): SocketFailure {
  const detail = `the server answered ${String(status)}`
  return { phase: 'handshake', detail, status, headers: flatten(headers) }
}

/**
 * The failure of an opening that `ws` ended with an error. Errors of the network and of Node's HTTP parser have a `code`,
 * those of `ws` have none.
 */
export function failedHandshake(cause: Error & { readonly code?: string }): SocketFailure {
  const { code, message } = cause
  if (code !== undefined && !code.startsWith('HPE_')) return { cause }
  return { phase: message.includes('subprotocol') ? 'subprotocol' : 'handshake', cause }
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return Object.fromEntries(flat) as Record<string, string>
}
