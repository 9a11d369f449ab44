import type { ChannelSink, CloseInfo } from '../channel.js'
import { MessageError } from '../errors.js'
import type { StreamSource } from '../sending/pull-source.js'
import type { LowerCore } from './channel-core.js'

/** How a layer encodes what is added. */
export interface Encoder<Out, LowOut> {
  /** What decides how a value is encoded: encoders with the same parts encode alike. */
  readonly parts: readonly unknown[]
  encode(value: Out): LowOut
}

/** The sink of a layered channel: encodes what is added, and leaves the rest to the sink below. */
export class LayeredSink<Out, LowOut> implements ChannelSink<Out> {
  readonly #core: Pick<LowerCore<never, LowOut>, 'addFrom'>
  // Public for `broadcast`, of any copy of the package: it encodes once for many channels.
  readonly lowerSink: ChannelSink<LowOut>
  readonly encoder: Encoder<Out, LowOut> | undefined

  /** @param core The channel below. */
  constructor(
    core: Pick<LowerCore<never, LowOut>, 'addFrom' | 'sink'>,
    encoder?: Encoder<Out, LowOut>,
  ) {
    this.#core = core
    this.lowerSink = core.sink
    this.encoder = encoder
  }

  get bufferedAmount(): number {
    return this.lowerSink.bufferedAmount
  }

  get highWaterMark(): number {
    return this.lowerSink.highWaterMark
  }

  get ready(): Promise<void> {
    return this.lowerSink.ready
  }

  get done(): Promise<void> {
    return this.lowerSink.done
  }

  add(value: Out): void {
    const message = this.#encoded(value)
    try {
      this.lowerSink.add(message)
    } catch (error) {
      throw this.#refusal(message, error)
    }
  }

  // As those of the sink below, these functions need no `this`.

  get next(): (value: Out) => void {
    return (value) => {
      const message = this.#encoded(value)
      try {
        this.lowerSink.next(message)
      } catch (error) {
        throw this.#refusal(message, error)
      }
    }
  }

  get error(): (error: unknown) => void {
    return (error) => {
      this.lowerSink.error(error)
    }
  }

  get complete(): () => void {
    return () => {
      this.lowerSink.complete()
    }
  }

  addStream(source: StreamSource<Out>): Promise<void> {
    return this.#core.addFrom(source, (value) => {
      this.add(value)
    })
  }

  addError(error: unknown): void {
    this.lowerSink.addError(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    return this.lowerSink.close(code, reason)
  }

  #encoded(value: Out): LowOut {
    return this.encoder ? this.encoder.encode(value) : (value as unknown as LowOut)
  }

  #refusal(data: LowOut, cause: unknown): unknown {
    return this.encoder ? encodedRefusal(data, cause) : cause
  }
}

/** The error of `add` where the sink below refuses what an encoder returned: a `TypeError` means that it cannot be sent there. */
export function encodedRefusal(data: unknown, cause: unknown): unknown {
  if (!(cause instanceof TypeError)) return cause
  const message = 'Cannot encode message: the encoded value cannot be sent'
  return new MessageError(message, { data, cause })
}
