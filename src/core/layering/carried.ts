import type { Frame } from '../frame.js'
import type { ErrorBox } from '../lifecycle/close-request.js'
import type { SKIPPED } from '../receiving/decoder.js'
import type { FrameCarrier } from '../receiving/layer-handlers.js'

/** A message in a layer: as it came from below, decoded once when somebody takes it. */
export class Carried<Low, In> implements FrameCarrier {
  readonly #low: Low
  readonly #source: FrameCarrier | undefined
  // The result of decoding, valid once `#isOpen` is set.
  #value: In | typeof SKIPPED | undefined
  #failure: ErrorBox | undefined
  #isOpen = false

  /** @param source What a layer below decoded the message from. */
  constructor(low: Low, source: FrameCarrier | undefined) {
    this.#low = low
    this.#source = source
  }

  get frame(): Frame {
    return this.#source ? this.#source.frame : frameOf(this.#low)
  }

  /**
   * Returns the decoded message. Only the first call decodes.
   *
   * @param decode Absent where the message stays as it is.
   * @throws What `decode` threw, at every call.
   */
  open(decode?: (message: Low) => In | typeof SKIPPED): In | typeof SKIPPED {
    if (!decode) return this.#low as unknown as In
    if (!this.#isOpen) this.#decode(decode)
    if (this.#failure) throw this.#failure.error
    return this.#value as In | typeof SKIPPED
  }

  #decode(decode: (message: Low) => In | typeof SKIPPED): void {
    this.#isOpen = true
    try {
      this.#value = decode(this.#low)
    } catch (error) {
      this.#failure = { error }
    }
  }
}

/** The frame that a message came in, for its weight. One that never was a frame weighs as little as an empty one. */
export function frameOf(message: unknown): Frame {
  if (message instanceof Carried) return message.frame
  return typeof message === 'string' || message instanceof Uint8Array ? (message as Frame) : ''
}
