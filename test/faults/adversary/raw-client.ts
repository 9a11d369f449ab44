import { WebSocket, type ClientOptions } from 'ws'

/** What raw `ws` makes of a connection. */
export interface RawOutcome {
  readonly opened: boolean
  readonly frames: (string | Uint8Array)[]
  readonly code: number
}

/** Connects with raw `ws` and notes everything up to the end. */
export function rawOutcome(url: string, options: ClientOptions = {}): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options })
    const frames: (string | Uint8Array)[] = []
    let opened = false
    socket.on('open', () => (opened = true))
    // The `close` event follows and has the code.
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer, isBinary) => {
      frames.push(isBinary ? Uint8Array.from(data) : data.toString())
    })
    socket.on('close', (code) => resolve({ opened, frames, code }))
  })
}
