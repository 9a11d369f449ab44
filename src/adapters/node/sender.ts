import type { WebSocket } from 'ws'
import { byteLength, frameWeigher } from '../../core/byte-length.js'
import { BufferOverflowError } from '../../core/errors.js'
import type { BlobLike, Sendable } from '../../core/frame.js'
import { isBlob, snapshot } from '../../core/sending/sendable.js'
import type { SocketHandlers } from '../../core/socket.js'
import { LONGEST_TIMER } from '../../core/lifecycle/timer.js'
import { SendOrder } from '../send-order.js'
import type { FastPath } from './fast-path/fast-path.js'
import { LONGEST_HEADER } from './fast-path/wire-frame-header.js'
import { type SharedMessage, sharedMessage } from './fast-path/shared-message.js'
import { setCloseTimeout } from './ws-fields.js'

/** How a {@link Sender} sends. */
export interface SenderSettings {
  /** The fast path of the socket, where it is taken. */
  readonly fastPath: FastPath | undefined
  /** Whether `ws` may write what it is given by reference, and later. */
  readonly keepsReferences: boolean
  /** Whether it sends unmasked and uncompressed frames, which are the same for all such connections; not by default. */
  readonly canShare?: boolean
  /** Bytes that may wait for the peer when another message is sent; no limit by default. */
  readonly maxBufferedBytes?: number | undefined
}

/** Sends on an open `ws` socket, through the fast path where it is taken, and keeps the order where a `Blob` has to be read. */
export class Sender {
  readonly #native: WebSocket
  readonly #handlers: SocketHandlers
  readonly #fastPath: FastPath | undefined
  readonly #keepsReferences: boolean
  readonly #canShare: boolean
  readonly #maxBufferedBytes: number
  // Bytes that can be added before more than `maxBufferedBytes` may wait.
  #room = 0
  // Bytes of the message that was not sent because too many others wait.
  #refusedBytes = 0
  // From the first Blob on. Blobs are read here, because ws reads none that has no `stream`.
  #order: SendOrder | undefined

  constructor(native: WebSocket, handlers: SocketHandlers, settings: SenderSettings) {
    this.#native = native
    this.#handlers = handlers
    this.#fastPath = settings.fastPath
    this.#keepsReferences = settings.keepsReferences
    this.#canShare = settings.canShare ?? false
    this.#maxBufferedBytes = settings.maxBufferedBytes ?? Infinity
  }

  /** Bytes that the network has not taken, here and in `ws`. */
  get bufferedAmount(): number {
    const gathered = this.#fastPath ? this.#fastPath.bufferedAmount : 0
    const held = this.#order ? this.#order.bytes : 0
    return this.#native.bufferedAmount + gathered + held + this.#refusedBytes
  }

  /**
   * Sends data. The channel ends if too many bytes wait already, and if the socket throws, which `ws` itself does not when it is
   * open.
   */
  send(data: Sendable): void {
    try {
      if (this.#isFull(data)) this.#refuse(data)
      else if (this.#order || isBlob(data)) this.#sendInOrder(data)
      else this.#write(data)
    } catch (cause) {
      this.#handlers.failed({ cause })
    }
  }

  /** Sends a close frame behind everything that was sent before. */
  close(code: number | undefined, reason: string): void {
    // The close timeout of the channel applies, which lasts longer while bytes leave.
    setCloseTimeout(this.#native, LONGEST_TIMER)
    const close = (): void => {
      try {
        this.#native.close(code, reason)
      } catch (cause) {
        this.#handlers.failed({ cause })
      }
    }
    if (this.#order) this.#order.take('', close)
    else close()
  }

  /** Looks at the waiting bytes when the next message is sent: others than messages were written. */
  countAgain(): void {
    this.#room = 0
  }

  /** Whether more bytes wait than may, besides gathered ones that the network takes now. */
  #isFull(data: Sendable): boolean {
    // Counting takes longer than gathering a short message, so it is left out while no more can wait than may.
    const room = (this.#room -= atMost(data))
    if (room > 0) return false
    let waiting = this.bufferedAmount
    if (waiting > this.#maxBufferedBytes) {
      this.#fastPath?.flush()
      waiting = this.bufferedAmount
    }
    this.#room = this.#maxBufferedBytes - waiting - atMost(data)
    return waiting > this.#maxBufferedBytes
  }

  #refuse(data: Sendable): void {
    const [limit, actual] = [this.#maxBufferedBytes, this.bufferedAmount]
    this.#refusedBytes = byteLength(data)
    const message = `Cannot send while ${actual} bytes wait for the peer: maxBufferedBytes is ${limit}`
    const error = new BufferOverflowError(message, { limit, actual })
    this.#handlers.failed({ errorBox: { error } })
  }

  #sendInOrder(data: Sendable): void {
    this.#order ??= new SendOrder((cause) => {
      // Frames that were added before the unreadable Blob are still sent, as ws would have sent them at once.
      this.#fastPath?.flush()
      this.#handlers.failed({ cause })
    })
    this.#order.take(data, (plain) => {
      this.#write(plain)
    })
  }

  #write(data: Exclude<Sendable, BlobLike>): void {
    const shared = this.#canShare ? sharedMessage(data) : undefined
    if (shared) {
      this.#writeShared(shared)
      return
    }
    if (this.#fastPath?.send(data)) return
    this.#native.send((this.#keepsReferences ? snapshot(data) : data) as Buffer)
  }

  /** Writes a message that other connections write too, without a copy. */
  #writeShared(message: SharedMessage): void {
    if (this.#fastPath?.sendShared(message)) return
    const { payload, isBinary } = message
    this.#native.send(payload, { binary: isBinary })
  }
}

/** Upper bound of the bytes of a frame. */
function atMost(data: Sendable): number {
  return LONGEST_HEADER + frameWeigher.atMost(data)
}
