import type { Socket as TcpSocket } from 'node:net'
import { type EncodeFrame, encodeMasked, encodeUnmasked, longestFrame } from './encode-frame.js'

// Frames of one turn are gathered up to this many bytes; a longer one goes by itself.
const GATHERED_BYTES = 65_536
// Fewer bytes are written as a copy: while a slow peer leaves them waiting they would keep the whole buffer.
const COPIED_BELOW = GATHERED_BYTES / 4
// Turns of the microtask queue with nothing added after which a burst is over: an `await` loop adds in every third.
const QUIET_TURNS = 4

const resolved = /* @__PURE__ */ Promise.resolve()
// One for the whole process, taken while frames wait in it: an idle channel holds none.
let spare: Buffer | undefined

/**
 * Writes frames to the network: one that is alone in its tick at once, those that follow in the same tick together, at its
 * end or as soon as there are 64 KiB of them.
 */
export class FrameWriter {
  readonly #tcp: TcpSocket
  readonly #encode: EncodeFrame
  #gathered: Buffer | undefined
  #length = 0
  // Whether a frame was written in this tick, and how many turns ago one was added.
  #isBurst = false
  #quietTurns = 0

  constructor(tcp: TcpSocket, side: { readonly isServer: boolean }) {
    this.#tcp = tcp
    this.#encode = side.isServer ? encodeUnmasked : encodeMasked
  }

  /** Bytes that wait for the end of the tick. */
  get gatheredBytes(): number {
    return this.#length
  }

  send(data: string | Uint8Array): void {
    const longest = longestFrame(data)
    this.#quietTurns = 0
    if (this.#isBurst && longest <= GATHERED_BYTES) {
      this.#gather(data, longest)
      return
    }
    this.flush()
    const frame = Buffer.allocUnsafe(longest)
    this.#tcp.write(frame.subarray(0, this.#encode(frame, 0, data)))
    if (!this.#isBurst) this.#beginBurst()
  }

  /** Writes what has been gathered: before ws writes anything of its own, and at the end of the tick. */
  flush(): void {
    const gathered = this.#gathered
    if (!gathered) return
    const frames = gathered.subarray(0, this.#length)
    this.#gathered = undefined
    this.#length = 0
    if (frames.length < COPIED_BELOW) {
      this.#tcp.write(Buffer.from(frames))
      spare = gathered
      return
    }
    this.#tcp.write(frames, () => {
      spare = gathered
    })
  }

  /** Drops what has been gathered. */
  discard(): void {
    spare ??= this.#gathered
    this.#gathered = undefined
    this.#length = 0
  }

  #gather(data: string | Uint8Array, longest: number): void {
    if (this.#length + longest > GATHERED_BYTES) this.flush()
    this.#gathered ??= takeSpare()
    this.#length = this.#encode(this.#gathered, this.#length, data)
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

function takeSpare(): Buffer {
  const taken = spare ?? Buffer.allocUnsafeSlow(GATHERED_BYTES)
  spare = undefined
  return taken
}
