import type { WebSocket } from 'ws'
import { OPEN } from '../ready-state.js'

// Enough for a peer that sends a few pings in a row and expects an answer to each.
const MOST_UNSENT = 16

const NO_PAYLOAD: Buffer = /* @__PURE__ */ Buffer.alloc(0)

/**
 * Answers the pings of the peer in place of `ws`, which drops a connection with more than 60 answers that the network has
 * not taken. While the network has not taken 16, only the last ping is kept and answered, as RFC 6455 section 5.5.3 allows:
 * a flood of pings needs no memory.
 */
export class PingResponder {
  readonly #native: WebSocket
  #unsent = 0
  #last: Buffer | undefined

  constructor(native: WebSocket) {
    this.#native = native
  }

  /** Answers a ping now, or when the network has taken an earlier answer. */
  answer(payload: Buffer): void {
    if (this.#unsent < MOST_UNSENT) this.#pong(payload)
    // A copy, because the payload is a view into the chunk that was read.
    else this.#last = Buffer.from(payload)
  }

  /** Sends a pong that no ping asked for, unless others still have to leave. */
  sendUnasked(): void {
    if (this.#unsent === 0) this.#pong(NO_PAYLOAD)
  }

  #pong(payload: Buffer): void {
    // Behind a close frame there is no pong.
    if (this.#native.readyState !== OPEN) return
    this.#unsent++
    this.#native.pong(payload, undefined, this.#onSent)
  }

  readonly #onSent = (): void => {
    this.#unsent--
    const last = this.#last
    this.#last = undefined
    if (last) this.#pong(last)
  }
}
