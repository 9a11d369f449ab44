import { createHash } from 'node:crypto'

// RFC 6455 section 1.3.
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Reads an opening handshake; gives its URL and what to answer, or `undefined` while it is incomplete. */
export function readHandshake(head) {
  if (!head.endsWith('\r\n\r\n')) return undefined
  const [, path] = head.split(' ')
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1]
  return { url: new URL(path, 'ws://localhost'), answer: acceptance(key) }
}

function acceptance(key) {
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64')
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    '\r\n',
  ].join('\r\n')
}
