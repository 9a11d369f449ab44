import type { ChannelSink, CloseInfo } from '../channel.js'
import { MessageError } from '../errors.js'
import type { StreamSource } from '../sending/pull-source.js'
import type { LowerCore } from './channel-core.js'

/** The sink of a layered channel: encodes what is added, and leaves the rest to the sink below. */
export class LayeredSink<Out, LowOut> implements ChannelSink<Out> {
  readonly #core: Pick<LowerCore<never, LowOut>, 'addFrom'>
  readonly #lower: ChannelSink<LowOut>
  readonly #encode: ((value: Out) => LowOut) | undefined

  /** @param core The channel below. */
  constructor(
    core: Pick<LowerCore<never, LowOut>, 'addFrom' | 'sink'>,
    encode?: (value: Out) => LowOut,
  ) {
    this.#core = core
    this.#lower = core.sink
    this.#encode = encode
  }

  get bufferedAmount(): number {
    return this.#lower.bufferedAmount
  }

  get highWaterMark(): number {
    return this.#lower.highWaterMark
  }

  get ready(): Promise<void> {
    return this.#lower.ready
  }

  get done(): Promise<void> {
    return this.#lower.done
  }

  add(value: Out): void {
    const message = this.#encoded(value)
    try {
      this.#lower.add(message)
    } catch (error) {
      throw this.#refusal(message, error)
    }
  }

  // As those of the sink below, these functions need no `this`.

  get next(): (value: Out) => void {
    return (value) => {
      const message = this.#encoded(value)
      try {
        this.#lower.next(message)
      } catch (error) {
        throw this.#refusal(message, error)
      }
    }
  }

  get error(): (error: unknown) => void {
    return (error) => {
      this.#lower.error(error)
    }
  }

  get complete(): () => void {
    return () => {
      this.#lower.complete()
    }
  }

  addStream(source: StreamSource<Out>): Promise<void> {
    return this.#core.addFrom(source, (value) => {
      this.add(value)
    })
  }

  addError(error: unknown): void {
    this.#lower.addError(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    return this.#lower.close(code, reason)
  }

  #encoded(value: Out): LowOut {
    return this.#encode ? this.#encode(value) : (value as unknown as LowOut)
  }

  /** A `TypeError` of the sink below means that an encoder returned what cannot be sent there. */
  #refusal(data: LowOut, cause: unknown): unknown {
    if (!this.#encode || !(cause instanceof TypeError)) return cause
    return new MessageError('Cannot encode message: the encoded value cannot be sent', {
      data,
      cause,
    })
  }
}
