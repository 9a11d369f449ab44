import { createHash } from 'node:crypto'
import type { CloseInfo } from '../../../../../src/core/channel.js'
import { WebSocketChannelError } from '../../../../../src/core/errors.js'
import type { Frame } from '../../../../../src/core/frame.js'
import { decodeFrames, type ReceivedFrame } from '../../../../faults/adversary/received-frames.js'

/** What one side of a connection did and reported, as lines that can be compared. */
export class Trace {
  /** Frames received and sent, the ends of both directions and of the channel, in the order they happened. */
  readonly lines: string[] = []
  readonly side: 'client' | 'server'
  readonly #buffers = new WeakSet<ArrayBuffer>()
  #unread: Buffer = Buffer.alloc(0)

  constructor(side: 'client' | 'server') {
    this.side = side
  }

  /** Lines of what was received, without their place among the others. */
  get received(): string[] {
    return this.lines.filter((line) => line.startsWith('received'))
  }

  /** Lines of what was sent, without their place among the others. */
  get sent(): string[] {
    return this.lines.filter((line) => line.startsWith('sent'))
  }

  /** All other lines. */
  get rest(): string[] {
    return this.lines.filter((line) => !/^(received|sent)/.test(line))
  }

  delivered(frame: Frame): void {
    this.lines.push(`received ${this.#describe(frame)}`)
  }

  wrote(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes])
    for (const frame of decodeFrames(this.#unread)) {
      this.#unread = this.#unread.subarray(sizeOf(frame))
      this.lines.push(`sent ${this.#describeSent(frame)}`)
    }
  }

  finished(): void {
    this.lines.push('sent FIN')
  }

  note(line: string): void {
    this.lines.push(line)
  }

  /** The end as the channel reported it. */
  closed(info: CloseInfo): void {
    this.lines.push(`closed ${JSON.stringify(info)}`)
    if (this.#unread.length > 0) this.lines.push(`half a frame ${this.#unread.toString('hex')}`)
  }

  #describe(frame: Frame): string {
    if (typeof frame === 'string') {
      return `text ${frame.length > 64 ? shown(Buffer.from(frame, 'utf16le')) : JSON.stringify(frame)}`
    }
    const { buffer } = frame
    const isOwn =
      Object.getPrototypeOf(frame) === Uint8Array.prototype &&
      buffer.byteLength === frame.byteLength &&
      !this.#buffers.has(buffer)
    this.#buffers.add(buffer)
    return `binary ${shown(frame)}${isOwn ? '' : ', over a shared buffer'}`
  }

  #describeSent({ fin, opcode, wasMasked, payload }: ReceivedFrame): string {
    const mask = wasMasked === (this.side === 'server') ? ', masked wrongly' : ''
    return `${fin ? '' : 'unfinished '}${opcode} ${shown(payload)}${mask}`
  }
}

/** An error in full: its class, its message, and the same of its cause. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = 'code' in error ? ` (${String(error.code)})` : ''
  const fields = error instanceof WebSocketChannelError ? JSON.stringify(error) : ''
  const why = cause === undefined ? '' : `, because of ${describeError(cause)}`
  return `${error.constructor.name}${code}: ${error.message} ${fields}${why}`
}

function shown(bytes: Uint8Array): string {
  if (bytes.length <= 64) return Buffer.from(bytes).toString('hex')
  return `${bytes.length} bytes ${createHash('sha1').update(bytes).digest('hex')}`
}

function sizeOf({ wasMasked, payload: { length } }: ReceivedFrame): number {
  return 2 + (length < 126 ? 0 : length < 65_536 ? 2 : 8) + (wasMasked ? 4 : 0) + length
}
