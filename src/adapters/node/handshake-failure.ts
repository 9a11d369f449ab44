import type { IncomingMessage } from 'node:http'
import { messageOf } from '../../core/lifecycle/end-errors.js'
import type { ResponseHeaders } from '../../core/errors.js'
import type { SocketFailure } from '../../core/socket.js'

/** The failure of an opening handshake that the server answered with something else than an upgrade. */
export function refusal({ statusCode: status, headers }: IncomingMessage): SocketFailure {
  const detail = `the server answered ${String(status)}`
  return { phase: 'handshake', detail, status, headers: headersOf(headers) }
}

interface NodeError extends Error {
  readonly code?: string
  /** Of an `AggregateError`. */
  readonly errors?: readonly unknown[]
}

/**
 * The failure of an opening that `ws` ended with an error. Errors of the network and of Node's HTTP parser have a `code`,
 * those of `ws` have none.
 */
export function failedHandshake(cause: NodeError): SocketFailure {
  const { code, message } = cause
  if (code !== undefined && !code.startsWith('HPE_')) return networkFailure(cause)
  return { phase: message.includes('subprotocol') ? 'subprotocol' : 'handshake', cause }
}

/** Node's error for a name with several addresses has no message, but one error for each address. */
function networkFailure(cause: NodeError): SocketFailure {
  if (cause.message !== '') return { cause }
  const messages = (cause.errors ?? []).map(messageOf).filter((message) => message !== '')
  return { cause, detail: messages.join(', ') || String(cause.code) }
}

// Shared, because an idle channel keeps its headers, and most servers send no others.
const BARE_UPGRADE: ResponseHeaders = { upgrade: 'websocket', connection: 'Upgrade' }

/** Headers of an upgrade, but for `sec-websocket-accept`, which only proves that the server has read the request. */
export function upgradeHeaders(headers: IncomingMessage['headers']): ResponseHeaders {
  const kept = Object.entries(headers).filter(([name]) => name !== 'sec-websocket-accept')
  const isBare = kept.every(([name, value]) => BARE_UPGRADE[name] === value)
  return isBare ? BARE_UPGRADE : headersOf(Object.fromEntries(kept))
}

/** Headers of an answer in a plain object. Node has an array for `set-cookie` only, and joins the others. */
function headersOf(headers: IncomingMessage['headers']): ResponseHeaders {
  return { ...(headers as ResponseHeaders) }
}
