import type { Socket as TcpSocket } from 'node:net'
import {
  type EncodeFrame,
  encodeMasked,
  encodeUnmasked,
  LONGEST_HEADER,
  longestFrame,
} from './encode-frame.js'
import { flushAtExit, forgetAtExit } from './flush-at-exit.js'
import { type Maskable, maskable } from './mask.js'

// As soon as so many bytes wait they are written; a frame that may be longer goes by itself.
const GATHERED_BYTES = 65_536
const LONGEST_GATHERED = GATHERED_BYTES + LONGEST_HEADER
// What a slow peer leaves waiting is copied: it would keep the whole buffer. Where nothing waits the network takes it at
// once, and only fewer bytes than these, which fit into Node's own pool, are copied quicker than lent.
const POOLED_BELOW = 4_096
// Turns of the microtask queue with nothing added after which a burst is over: an `await` loop adds in every third.
const QUIET_TURNS = 4

const resolved = /* @__PURE__ */ Promise.resolve()
// Many channels may gather in the same tick: all but one of them begin with as little as this, of Node's own pool.
const SMALLEST_BUFFER = 1_024
const LARGEST_BUFFER = GATHERED_BYTES + LONGEST_GATHERED
// One for the whole process, taken while frames wait in it: an idle channel holds none.
let spare: Maskable | undefined

/**
 * Writes frames to the network: one that is alone in its tick at once, those that follow in the same tick together, at its
 * end or as soon as there are 64 KiB of them.
 */
export class FrameWriter {
  readonly #tcp: TcpSocket
  readonly #encode: EncodeFrame
  #gathered: Maskable | undefined
  #length = 0
  // Bytes that were dropped, or came when the connection had gone.
  #unsent = 0
  // Whether a frame was written in this tick, and how many turns ago one was added.
  #isBurst = false
  #quietTurns = 0

  constructor(tcp: TcpSocket, side: { readonly isServer: boolean }) {
    this.#tcp = tcp
    this.#encode = side.isServer ? encodeUnmasked : encodeMasked
  }

  /** Bytes that wait for the end of the tick, and those that were never written. */
  get bufferedAmount(): number {
    return this.#length + this.#unsent
  }

  send(data: string | Uint8Array): void {
    const longest = longestFrame(data)
    const isFirst = !this.#gathered
    this.#quietTurns = 0
    if (longest > LONGEST_GATHERED) this.#writeAlone(data, longest)
    else this.#gather(data, longest)
    if (!this.#isBurst || this.#length >= GATHERED_BYTES) this.flush()
    else if (isFirst && this.#gathered) flushAtExit(this)
    if (!this.#isBurst) this.#beginBurst()
  }

  /** Writes what has been gathered: at the end of the tick, and before anything else is written. */
  flush(): void {
    const gathered = this.#gathered
    if (!gathered) return
    const length = this.#length
    forgetAtExit(this)
    this.#gathered = undefined
    this.#length = 0
    if (this.#tcp.writableLength > 0 || length < POOLED_BELOW) {
      this.#write(copyOf(gathered.bytes, length))
      giveBack(gathered)
    } else {
      this.#lend(gathered, length)
    }
  }

  /** Drops what has been gathered, and still counts it. */
  discard(): void {
    forgetAtExit(this)
    this.#unsent += this.#length
    if (this.#gathered) giveBack(this.#gathered)
    this.#gathered = undefined
    this.#length = 0
  }

  #gather(data: string | Uint8Array, longest: number): void {
    const needed = this.#length + longest
    let gathered = this.#gathered ?? takeSpare()
    if (needed > gathered.bytes.length) gathered = enlarged(gathered, needed)
    this.#gathered = gathered
    this.#length = this.#encode(gathered, this.#length, data)
  }

  #writeAlone(data: string | Uint8Array, longest: number): void {
    const frame = maskable(Buffer.allocUnsafeSlow(longest))
    this.#write(frame.bytes.subarray(0, this.#encode(frame, 0, data)))
  }

  #write(bytes: Uint8Array, done?: () => void): void {
    // Between its end and the event that tells it a connection takes whatever it is given, and drops it.
    if (this.#tcp.destroyed) this.#unsent += bytes.length
    else this.#tcp.write(bytes, done)
  }

  /** Writes out of the buffer that all share, which is free again when the network has taken it all: mostly at once. */
  #lend(gathered: Maskable, length: number): void {
    let isTaken = false
    this.#write(gathered.bytes.subarray(0, length), () => {
      if (!isTaken) giveBack(gathered)
    })
    isTaken = this.#tcp.writableLength === 0
    if (isTaken) giveBack(gathered)
  }

  #beginBurst(): void {
    this.#isBurst = true
    // Made for each burst: kept ready, it would be memory that every idle channel has.
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

function takeSpare(): Maskable {
  const taken = spare ?? maskable(Buffer.allocUnsafe(SMALLEST_BUFFER))
  spare = undefined
  return taken
}

/** The largest is kept. */
function giveBack(gathered: Maskable): void {
  if (!spare || spare.bytes.length < gathered.bytes.length) spare = gathered
}

/** A larger copy, with room for so many bytes and for as many more. */
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
