import type { Frame } from '../frame.js'
import type { SKIPPED } from '../receiving/decoder.js'
import type { FrameCarrier } from '../receiving/layer-handlers.js'

type Outcome<In> = { readonly value: In | typeof SKIPPED } | { readonly error: unknown }

/** A message in a layer: as it came from below, decoded once when somebody takes it. */
export class Carried<Low, In> implements FrameCarrier {
  readonly #low: Low
  readonly #source: FrameCarrier | undefined
  #outcome: Outcome<In> | undefined

  /** @param source What a layer below decoded the message from. */
  constructor(low: Low, source: FrameCarrier | undefined) {
    this.#low = low
    this.#source = source
  }

  get frame(): Frame {
    if (this.#source) return this.#source.frame
    const low: unknown = this.#low
    return typeof low === 'string' || low instanceof Uint8Array ? (low as Frame) : ''
  }

  /**
   * Returns the decoded message. Only the first call decodes.
   *
   * @throws What `decode` threw, at every call.
   */
  open(decode: (message: Low) => In | typeof SKIPPED): In | typeof SKIPPED {
    const outcome = (this.#outcome ??= this.#decode(decode))
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  #decode(decode: (message: Low) => In | typeof SKIPPED): Outcome<In> {
    try {
      return { value: decode(this.#low) }
    } catch (error) {
      return { error }
    }
  }
}
