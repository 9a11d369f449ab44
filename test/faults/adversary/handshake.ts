import { createHash } from 'node:crypto'

/** Length of a plain {@link answerTo}: the key changes, its length does not. */
export const answerLength = 129

/** The server's right answer to an upgrade request, with more header lines if wanted (RFC 6455 section 4.2.2). */
export function answerTo(request: string, more: readonly string[] = []): Buffer<ArrayBuffer> {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
  return head([...lines, `Sec-WebSocket-Accept: ${acceptKeyOf(request)}`, ...more])
}

/** Header lines as bytes, with the empty line after them. */
export function head(lines: readonly string[]): Buffer<ArrayBuffer> {
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

/** What `Sec-WebSocket-Accept` has to be for a request. */
export function acceptKeyOf(request: string): string {
  const key = /sec-websocket-key: *(\S+)/i.exec(request)?.[1] ?? ''
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}
