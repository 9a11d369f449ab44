import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { encodeFrame, opcodes } from '../peer/wire.js'

/** A TCP connection of a test: what it received is in `text`. Destroyed when the test has finished. */
export class TcpClient {
  readonly socket: Socket
  /** Everything that was received, one character for each byte. */
  text = ''

  constructor(port: number) {
    // Half-open: it ends its side only when the test says so.
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (chunk) => (this.text += chunk.toString('latin1')))
    this.socket.on('error', () => undefined)
    onTestFinished(() => {
      this.socket.destroy()
    })
  }

  send(bytes: string | Uint8Array): this {
    this.socket.write(bytes)
    return this
  }

  /** Resolves when the text contains something. */
  async received(part: string): Promise<string> {
    while (!this.text.includes(part)) {
      if (this.socket.readableEnded) throw new Error(`Never received ${part} in ${this.text}`)
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'end')])
    }
    return this.text
  }

  /** Resolves with everything that was received, when the server has closed its side. */
  async ended(): Promise<string> {
    if (!this.socket.readableEnded && !this.socket.destroyed) {
      await Promise.race([once(this.socket, 'end'), once(this.socket, 'close')])
    }
    return this.text
  }
}

/** The key of RFC 6455 section 1.3, and the value that proves that the server has read it. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='

/** What a test changes in an opening handshake. `undefined` leaves a field out, a list repeats it. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

/** An opening handshake as RFC 6455 section 4.1 asks for it. */
export function handshake(
  fields: Fields = {},
  { method = 'GET', target = '/', version = '1.1' } = {},
): string {
  const all: Fields = {
    Host: 'server.example',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    ...fields,
  }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}`),
  )
  return [`${method} ${target} HTTP/${version}`, ...lines, '', ''].join('\r\n')
}

/** A text frame of a client. */
export function textFrame(text: string): Buffer {
  return clientFrame(opcodes.text, Buffer.from(text))
}

/** A close frame of a client. */
export function closeFrame(code: number): Buffer {
  return clientFrame(opcodes.close, Buffer.from([code >> 8, code & 0xff]))
}

function clientFrame(opcode: number, payload: Buffer): Buffer {
  return encodeFrame({ opcode, fin: true, payload }, 'client')
}
