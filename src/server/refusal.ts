import { STATUS_CODES } from 'node:http'

/** Why a handshake is refused, and what the client gets. */
export interface Refusal {
  readonly status: number
  /** For the server's own side, as the end of the sentence "Connection to ... failed: ". */
  readonly detail: string
  /** Header fields in addition to those of every answer. */
  readonly fields?: readonly Field[]
}

/** A header field of an answer. */
export type Field = readonly [name: string, value: string]

/** An answer to be written. */
export interface Answer {
  readonly status: number
  readonly reason?: string
  readonly fields: readonly Field[]
  /** `undefined` for an answer that has none, by its status or by the method. */
  readonly body: Uint8Array | undefined
}

/** The answer for a refusal: a plain text of its status, and nothing of the request. */
export function answerOf({ status, fields = [] }: Refusal): Answer {
  const body = Buffer.from(`${status} ${STATUS_CODES[status] ?? ''}`)
  return { status, fields: [['Content-Type', 'text/plain'], ...fields], body }
}

/** The bytes of an answer to a request of a method; the connection is closed behind them. */
export function encodeAnswer(
  { status, reason, fields, body }: Answer,
  method: string | undefined,
): Buffer {
  const lines = [
    `HTTP/1.1 ${status} ${reason || (STATUS_CODES[status] ?? '')}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...(fields.some(([name]) => name.toLowerCase() === 'date')
      ? []
      : [`Date: ${new Date().toUTCString()}`]),
    'Connection: close',
    ...(body ? [`Content-Length: ${body.length}`] : []),
  ]
  // Fields of a `Response` are strings of bytes.
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  // RFC 9110 section 9.3.2: the answer to HEAD has the length, and no content.
  return body && method !== 'HEAD' ? Buffer.concat([head, body]) : head
}
