import type { IncomingMessage } from 'node:http'
import type { SocketFailure } from '../../core/socket.js'

/** A server that answered the opening handshake with something else than an upgrade. */
export function refusal({ statusCode: status, headers }: IncomingMessage): SocketFailure {
  const detail = `the server answered ${String(status)}`
  return { phase: 'handshake', detail, status, headers: flatten(headers) }
}

/** What an error of ws means if it ended the opening. Only those of the network and of the HTTP parser have a code. */
export function failedHandshake(cause: Error & { readonly code?: string }): SocketFailure {
  const { code, message } = cause
  if (code !== undefined && !code.startsWith('HPE_')) return { cause }
  return { phase: message.includes('subprotocol') ? 'subprotocol' : 'handshake', cause }
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return Object.fromEntries(flat) as Record<string, string>
}
