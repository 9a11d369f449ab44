import type { Socket as TcpSocket } from 'node:net'
import {
  encodeMasked,
  encodeUnmasked,
  type EncodeWireFrame,
  LONGEST_HEADER,
  longestWireFrame,
} from './encode-wire-frame.js'
import { flushAtExit, forgetAtExit } from './flush-at-exit.js'
import { type Maskable, maskable } from './mask.js'

// Gathered frames are written as soon as they reach this size. A frame that may be longer is written by itself.
const GATHERED_BYTES = 65_536
const LONGEST_GATHERED = GATHERED_BYTES + LONGEST_HEADER
// Below this size, within Node's own pool, a copy is faster than writing from the shared buffer. Frames for a slow peer are
// always copied, because a queued write would retain the whole buffer.
const POOLED_BELOW = 4_096
// A burst ends after this many turns of the microtask queue in which nothing was added: an `await` loop adds in every third.
const QUIET_TURNS = 4

const resolved = /* @__PURE__ */ Promise.resolve()
// The size of a new buffer, from Node's own pool: many channels can gather frames in the same tick, and only one of them
// gets the spare buffer.
const SMALLEST_BUFFER = 1_024
const LARGEST_BUFFER = GATHERED_BYTES + LONGEST_GATHERED
// One buffer for the whole process, used only while frames are gathered in it: an idle channel holds none.
let spare: Maskable | undefined

/**
 * Writes frames to the network: the first frame of a tick at once, and those that follow in the same tick together, at the
 * end of the tick or as soon as there are 64 KiB of them.
 */
export class WireFrameWriter {
  readonly #tcp: TcpSocket
  readonly #encode: EncodeWireFrame
  #gathered: Maskable | undefined
  #length = 0
  // Bytes that were discarded, or added after the connection was destroyed.
  #unsent = 0
  // Whether a frame was written in this tick, and the turns since one was added.
  #isBurst = false
  #quietTurns = 0

  constructor(tcp: TcpSocket, side: { readonly isServer: boolean }) {
    this.#tcp = tcp
    this.#encode = side.isServer ? encodeUnmasked : encodeMasked
  }

  /** Bytes that are gathered, and those that were never written. */
  get bufferedAmount(): number {
    return this.#length + this.#unsent
  }

  /** Writes or gathers a frame. */
  send(data: string | Uint8Array): void {
    const longest = longestWireFrame(data)
    const isFirst = !this.#gathered
    this.#quietTurns = 0
    if (longest > LONGEST_GATHERED) this.#writeAlone(data, longest)
    else this.#gather(data, longest)
    if (!this.#isBurst || this.#length >= GATHERED_BYTES) this.flush()
    else if (isFirst && this.#gathered) flushAtExit(this)
    if (!this.#isBurst) this.#beginBurst()
  }

  /** Writes the gathered frames: at the end of the tick, and before anything else is written. */
  flush(): void {
    const gathered = this.#gathered
    if (!gathered) return
    const length = this.#length
    forgetAtExit(this)
    this.#gathered = undefined
    this.#length = 0
    if (this.#tcp.writableLength > 0 || length < POOLED_BELOW) {
      this.#write(copyOf(gathered.bytes, length))
      releaseBuffer(gathered)
    } else {
      this.#writeFromPool(gathered, length)
    }
  }

  /** Drops the gathered frames. They stay in `bufferedAmount`. */
  discard(): void {
    forgetAtExit(this)
    this.#unsent += this.#length
    if (this.#gathered) releaseBuffer(this.#gathered)
    this.#gathered = undefined
    this.#length = 0
  }

  #gather(data: string | Uint8Array, longest: number): void {
    const needed = this.#length + longest
    let gathered = this.#gathered ?? acquireBuffer()
    if (needed > gathered.bytes.length) gathered = enlarged(gathered, needed)
    this.#gathered = gathered
    this.#length = this.#encode(gathered, this.#length, data)
  }

  #writeAlone(data: string | Uint8Array, longest: number): void {
    const frame = maskable(Buffer.allocUnsafeSlow(longest))
    this.#write(frame.bytes.subarray(0, this.#encode(frame, 0, data)))
  }

  #write(bytes: Uint8Array, done?: () => void): void {
    // A destroyed connection accepts writes without an error until its `close` event, and drops them.
    if (this.#tcp.destroyed) this.#unsent += bytes.length
    else this.#tcp.write(bytes, done)
  }

  /** Writes from the shared buffer, and releases it when the network has taken all of it: mostly at once. */
  #writeFromPool(gathered: Maskable, length: number): void {
    let isReleased = false
    this.#write(gathered.bytes.subarray(0, length), () => {
      if (!isReleased) releaseBuffer(gathered)
    })
    isReleased = this.#tcp.writableLength === 0
    if (isReleased) releaseBuffer(gathered)
  }

  #beginBurst(): void {
    this.#isBurst = true
    // A closure for each burst: one kept for each writer would be memory of every idle channel.
    const turn = (): void => {
      if (++this.#quietTurns < QUIET_TURNS) void resolved.then(turn)
      else this.#endBurst()
    }
    void resolved.then(turn)
  }

  #endBurst(): void {
    this.#isBurst = false
    this.flush()
  }
}

function acquireBuffer(): Maskable {
  const acquired = spare ?? maskable(Buffer.allocUnsafe(SMALLEST_BUFFER))
  spare = undefined
  return acquired
}

/** Makes a buffer the spare one, unless that is larger. */
function releaseBuffer(gathered: Maskable): void {
  if (!spare || spare.bytes.length < gathered.bytes.length) spare = gathered
}

/** Returns a larger copy with room for `needed` bytes and as many more. */
function enlarged({ bytes }: Maskable, needed: number): Maskable {
  const larger = maskable(Buffer.allocUnsafe(Math.min(needed * 2, LARGEST_BUFFER)))
  bytes.copy(larger.bytes)
  return larger
}

function copyOf(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length)
  bytes.copy(copy, 0, 0, length)
  return copy
}
