import type { Socket as TcpSocket } from 'node:net'
import { beginBurst, type Burst, isExiting } from './bursts.js'
import {
  encodeMasked,
  encodeUnmasked,
  type EncodeWireFrame,
  longestWireFrame,
} from './encode-wire-frame.js'
import { type Maskable, maskable } from './mask.js'
import { repeatedFrame } from './repeated-frame.js'
import type { SharedFrames } from './shared-frames.js'
import type { SharedMessage } from './shared-message.js'
import { listenToDrain, writeTo } from './tcp-handlers.js'
import { LONGEST_HEADER } from './wire-frame-header.js'
import {
  acquireBuffer,
  acquireLoneBuffer,
  copyOf,
  enlarged,
  releaseBuffer,
  releaseLoneBuffer,
} from './write-buffers.js'

// Gathered frames are written as soon as they reach this size. A frame that may be longer is written by itself.
const GATHERED_BYTES = 65_536
const LONGEST_GATHERED = GATHERED_BYTES + LONGEST_HEADER
const LARGEST_BUFFER = GATHERED_BYTES + LONGEST_GATHERED
// Fewer gathered bytes are copied, within Node's own pool: a slow connection would keep the whole buffer.
const POOLED_BELOW = 4_096
// A burst ends after this many turns of the microtask queue in which nothing was added. An `await` loop adds in every third.
const QUIET_TURNS = 5
// After this many bursts of several frames, each within so many milliseconds of the one before, the next is expected to be
// one as well.
const STEADY_BURSTS = 2
const STEADY_MILLISECONDS = 20

/**
 * Writes frames to the network. The first frame of a tick is written at once, unless the ticks before had several frames.
 * Those that follow in the same tick are written together, at the end of the tick or as soon as there are 64 KiB of them.
 */
export class WireFrameWriter implements Burst {
  readonly #tcp: TcpSocket
  readonly #encode: EncodeWireFrame
  #gathered: Maskable | undefined
  #length = 0
  // A range of frames that other connections write too. While there is one, nothing is gathered.
  #shared: SharedFrames | undefined
  #sharedFrom = 0
  #sharedTo = 0
  // Bytes that were discarded, or added after the connection was destroyed.
  #unsent = 0
  // Frames of the burst, and the turns since one was added.
  #frames = 0
  #quietTurns = 0
  // Bursts in a row that had several frames, and when the last of them ended.
  #steadyBursts = 0
  #endedAt = 0

  constructor(tcp: TcpSocket, side: { readonly isServer: boolean }) {
    this.#tcp = tcp
    this.#encode = side.isServer ? encodeUnmasked : encodeMasked
  }

  /** Bytes that are gathered, and those that were never written. */
  get bufferedAmount(): number {
    return this.#length + this.#sharedBytes + this.#unsent
  }

  /** Writes or gathers a frame. */
  send(data: string | Uint8Array): void {
    const isFirst = this.#beginsBurst()
    if (this.#shared) this.#endShared()
    if (isFirst && !this.#gathered && !this.#expectsMore()) this.#writeFirst(data)
    else this.#gather(data)
  }

  /** Gathers a frame that other connections write too, without a copy if it is long or the frames before are shared as well. */
  sendShared(message: SharedMessage): void {
    this.#beginsBurst()
    const { frames, index } = message
    if (this.#gathered) {
      const bytes = frames.bytes(index, index + 1)
      if (bytes < POOLED_BELOW) {
        this.#gatherCopies(frames.chunks(index, index + 1))
        return
      }
      this.flush()
    }
    if (this.#shared !== frames || this.#sharedTo !== index) {
      this.flush()
      this.#shared = frames
      this.#sharedFrom = index
    }
    this.#sharedTo = index + 1
    if (this.#sharedBytes >= GATHERED_BYTES || isExiting()) this.flush()
  }

  /** Writes the gathered frames: at the end of the tick, and before anything else is written. */
  flush(): void {
    if (this.#shared) this.#writeShared()
    const gathered = this.#gathered
    if (!gathered) return
    const length = this.#length
    this.#gathered = undefined
    this.#length = 0
    if (length < POOLED_BELOW) this.#write(copyOf(gathered, length))
    else if (!this.#writeFrom(gathered, length)) return
    releaseBuffer(gathered)
  }

  /** Drops the gathered frames. They stay in `bufferedAmount`. */
  discard(): void {
    this.#unsent += this.#length + this.#sharedBytes
    this.#shared = undefined
    if (this.#gathered) releaseBuffer(this.#gathered)
    this.#gathered = undefined
    this.#length = 0
  }

  continues(): boolean {
    if (++this.#quietTurns < QUIET_TURNS) return true
    const isSteady = this.#frames > 1
    this.#frames = 0
    this.#steadyBursts = isSteady ? Math.min(this.#steadyBursts + 1, STEADY_BURSTS) : 0
    if (isSteady) this.#endedAt = now()
    if (!this.#waitsForDrain()) this.flush()
    return false
  }

  get #sharedBytes(): number {
    return this.#shared ? this.#shared.bytes(this.#sharedFrom, this.#sharedTo) : 0
  }

  /** Counts a frame. Returns whether it is the first of a burst. */
  #beginsBurst(): boolean {
    const isFirst = this.#frames === 0
    this.#quietTurns = 0
    this.#frames++
    if (isFirst) beginBurst(this)
    return isFirst
  }

  /** Whether short frames stay gathered until a full connection drains: Node would hold several objects for each write. */
  #waitsForDrain(): boolean {
    if (!this.#tcp.writableNeedDrain || this.#sharedBytes >= POOLED_BELOW) return false
    if (this.#shared) this.#endShared()
    if (this.#gathered) listenToDrain(this.#tcp)
    return true
  }

  /** Whether the first frame of a burst is likely to be followed by others in the same tick. */
  #expectsMore(): boolean {
    return this.#steadyBursts === STEADY_BURSTS && now() - this.#endedAt < STEADY_MILLISECONDS
  }

  #writeFirst(data: string | Uint8Array): void {
    const repeated =
      typeof data === 'string' && this.#encode === encodeUnmasked ? repeatedFrame(data) : undefined
    if (repeated) {
      this.#write(repeated)
      return
    }
    const lone = acquireLoneBuffer(longestWireFrame(data))
    if (lone) {
      if (this.#writeFrom(lone, this.#encode(lone, 0, data))) releaseLoneBuffer(lone)
      return
    }
    this.#gather(data)
    this.flush()
  }

  #gather(data: string | Uint8Array): void {
    const longest = longestWireFrame(data)
    if (longest > LONGEST_GATHERED) {
      this.flush()
      this.#writeAlone(data, longest)
      return
    }
    this.#length = this.#encode(this.#roomFor(longest), this.#length, data)
    if (this.#length >= GATHERED_BYTES || isExiting()) this.flush()
  }

  /** Gathers copies of frames. */
  #gatherCopies(frames: readonly Buffer[]): void {
    for (const frame of frames) {
      frame.copy(this.#roomFor(frame.length).bytes, this.#length)
      this.#length += frame.length
    }
    if (this.#length >= GATHERED_BYTES || isExiting()) this.flush()
  }

  /** Returns the buffer of the gathered frames, with room for so many bytes. */
  #roomFor(bytes: number): Maskable {
    const needed = this.#length + bytes
    let gathered = this.#gathered ?? acquireBuffer()
    if (needed > gathered.bytes.length) {
      gathered = enlarged(gathered, Math.min(needed * 2, LARGEST_BUFFER))
    }
    return (this.#gathered = gathered)
  }

  /** Makes room for a frame of this connection alone behind shared ones: gathers copies of short ones, and writes others. */
  #endShared(): void {
    if (this.#sharedBytes < POOLED_BELOW) this.#gatherCopies(this.#takeShared())
    else this.#writeShared()
  }

  #writeShared(): void {
    const chunks = this.#takeShared()
    if (chunks.length > 1) this.#tcp.cork()
    for (const chunk of chunks) this.#write(chunk)
    if (chunks.length > 1) this.#tcp.uncork()
  }

  #takeShared(): readonly Buffer[] {
    const chunks = this.#shared?.chunks(this.#sharedFrom, this.#sharedTo) ?? []
    this.#shared = undefined
    return chunks
  }

  #writeAlone(data: string | Uint8Array, longest: number): void {
    const frame = maskable(Buffer.allocUnsafeSlow(longest))
    this.#write(frame.bytes.subarray(0, this.#encode(frame, 0, data)))
  }

  /** Writes from a buffer that is used again. Returns `false` if the connection still needs it. */
  #writeFrom(buffer: Maskable, length: number): boolean {
    const tcp = this.#tcp
    // The network takes bytes at once where none are queued. A TLS connection never does.
    if (tcp.writableLength > 0 || 'encrypted' in tcp) {
      this.#write(copyOf(buffer, length))
      return true
    }
    this.#write(buffer.bytes.subarray(0, length))
    return tcp.writableLength === 0
  }

  #write(bytes: Uint8Array): void {
    // A destroyed connection accepts writes without an error until its `close` event, and drops them.
    if (this.#tcp.destroyed) this.#unsent += bytes.length
    else writeTo(this.#tcp, bytes)
  }
}

// Whole milliseconds, which V8 stores in the object itself.
function now(): number {
  return Math.trunc(performance.now())
}
