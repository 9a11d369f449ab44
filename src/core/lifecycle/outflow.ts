import { attempt } from '../attempt.js'
import type { Socket } from '../socket.js'

/** Where the socket is found. */
interface OutflowPort {
  readonly socket: Partial<Pick<Socket, 'bufferedAmount' | 'bytesTaken'>> | undefined
}

// Bytes. Between a socket and the application of the peer the operating systems hold as many: 4.3 MB were measured on Linux.
const MOST_HELD = 4_194_304
// Bytes. A full operating system takes more in steps: 1.4 MB were measured on Linux.
const LARGEST_STEP = 2_097_152
// Bytes per millisecond, as long as no rate is measured: 1 Mbit/s.
const ASSUMED_RATE = 125
// A rate is measured over few steps, so it may be twice the real one.
const RATE_ERROR = 2

/**
 * Looks from time to time at the bytes that leave a socket. Bytes that leave a queue show that the peer is there: the operating
 * system is full, and takes more only when the peer has taken some. If the queue was empty before, they show nothing.
 */
export class Outflow {
  readonly #port: OutflowPort
  readonly #longestGuess: number
  // At the last look, or at the last one that saw progress.
  #time: number
  #taken: number
  #isQueued: boolean
  // Bytes per millisecond, measured from one progress to the next.
  #rate: number | undefined
  #hasProgressed = false

  /**
   * @param time Monotonic milliseconds, here and below.
   * @param known `longestGuess` is the most milliseconds that a method returns as long as no rate is measured; `taken` the
   *   result of {@link bytesTaken} at an earlier look, else it looks now.
   */
  constructor(port: OutflowPort, time: number, known: { longestGuess?: number; taken?: number }) {
    this.#port = port
    this.#longestGuess = known.longestGuess ?? Infinity
    this.#time = time
    this.#taken = known.taken ?? bytesTaken(port)
    this.#isQueued = bufferedAmount(port) > 0
  }

  /** The bytes that had left at the last look. */
  get taken(): number {
    return this.#taken
  }

  /** Begins anew. Returns the milliseconds that bytes sent since the last look may need to leave. */
  begin(time: number): number {
    const taken = bytesTaken(this.#port)
    const recent = taken - this.#taken
    this.#note(time, taken)
    this.#rate = undefined
    this.#hasProgressed = false
    return this.#timeFor(this.#isQueued ? LARGEST_STEP : Math.max(0, Math.min(recent, MOST_HELD)))
  }

  /**
   * Returns `undefined` if no bytes have left the queue since the last look, otherwise the milliseconds within which the next
   * ones leave, or the last ones reach the peer.
   */
  look(time: number): number | undefined {
    const taken = bytesTaken(this.#port)
    const bytes = taken - this.#taken
    if (!this.#isQueued || bytes <= 0) {
      // Later progress counts from a lower number, or from the time at which the queue is no longer empty.
      if (!this.#isQueued || bytes < 0) this.#note(time, taken)
      return undefined
    }
    const rate = bytes / (time - this.#time)
    this.#note(time, taken)
    // If the queue is empty now, the real rate may be higher.
    if (!this.#isQueued) this.#rate = Math.max(rate, this.#rate ?? ASSUMED_RATE)
    else if (this.#hasProgressed) this.#rate = rate
    this.#hasProgressed = true
    return this.#timeFor(this.#isQueued ? LARGEST_STEP : this.#mostHeld)
  }

  get #mostHeld(): number {
    return Math.min(RATE_ERROR * MOST_HELD, this.#taken > 0 ? this.#taken : Infinity)
  }

  #timeFor(bytes: number): number {
    return this.#rate ? bytes / this.#rate : Math.min(bytes / ASSUMED_RATE, this.#longestGuess)
  }

  #note(time: number, taken: number): void {
    this.#time = time
    this.#taken = taken
    this.#isQueued = bufferedAmount(this.#port) > 0
  }
}

/** A number that grows by the bytes that leave. Where only `bufferedAmount` is known, it falls with each byte that is added. */
export function bytesTaken(port: OutflowPort): number {
  return port.socket?.bytesTaken ?? -bufferedAmount(port)
}

function bufferedAmount({ socket }: OutflowPort): number {
  // Closing must not depend on a socket whose getter throws.
  return attempt(() => socket?.bufferedAmount) ?? 0
}
