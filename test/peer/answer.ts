import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { switching, type Answer } from './script.js'

// RFC 6455 section 1.3
const keySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Subprotocols that a peer chooses by itself when they are offered. */
const known: readonly string[] = ['chat', 'superchat']

/** The head that opens the connection. */
export function acceptHead(request: IncomingMessage, answer: Answer): string {
  const key = request.headers['sec-websocket-key'] ?? ''
  const accept = createHash('sha1').update(`${key}${keySuffix}`).digest('base64')
  return switching(accept, 'websocket', chosen(answer, offeredIn(request)))
}

/** The subprotocols that a request offers. */
export function offeredIn(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? ''
  return header === '' ? [] : header.split(',').map((name) => name.trim())
}

/** Answers without opening: a status, rubbish, byte after byte, nothing. */
export function refuse(socket: Socket, answer: Answer): void {
  if (answer.kind === 'status') socket.end(statusHead(answer.code, answer.location))
  if (answer.kind === 'raw') socket.write(answer.text)
  if (answer.kind === 'drop') socket.destroy()
  if (answer.kind === 'drip') drip(socket, answer.every)
}

function chosen(answer: Answer, offered: readonly string[]): string | undefined {
  if (answer.kind !== 'accept' || answer.protocol === 'known') {
    return offered.find((name) => known.includes(name))
  }
  return answer.protocol === 'none' ? undefined : answer.protocol.choose
}

function statusHead(code: number, location: string | undefined): string {
  return [
    `HTTP/1.1 ${code} Scripted`,
    ...(location === undefined ? [] : [`Location: ${location}`]),
    'X-Scripted: Yes',
    'WWW-Authenticate: Basic realm="peer"',
    'Content-Length: 0',
    'Connection: close',
    '\r\n',
  ].join('\r\n')
}

function drip(socket: Socket, every: number): void {
  const endless = `HTTP/1.1 101 Switching Protocols\r\nX-Drip: ${'.'.repeat(10_000)}`
  let sent = 0
  socket.setNoDelay(true)
  const timer = setInterval(() => socket.write(endless.charAt(sent++)), every)
  socket.on('close', () => clearInterval(timer))
}
